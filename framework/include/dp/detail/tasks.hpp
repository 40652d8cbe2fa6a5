// SPDX-License-Identifier: Apache-2.0
// What stands between the templates of dp/pool.hpp and the pool, which sees bytes only.
#pragma once

#include <cstdint>
#include <dp/codec.hpp>
#include <dp/result.hpp>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dp::detail {

/// Names a function within this process.
using Address = void (*)();

template <class F>
Address address_of(F* function) noexcept {
  return reinterpret_cast<Address>(function);
}

/// The items of a chunk, in a worker.
class ChunkItems {
 public:
  /// Take the next one; false at the end.
  virtual bool next(std::string_view& item) = 0;

 protected:
  ~ChunkItems() = default;
};

/// A function that workers may run, as code over bytes.
struct Task {
  const char* name = nullptr;
  Address address = nullptr;
  /// One item in, its result out (map).
  Status (*map)(std::string_view item, std::string& result) = nullptr;
  /// Many items in, one sum out (reduce).
  Status (*fold)(std::string_view zero, ChunkItems& items, std::string& sum) = nullptr;
};

/// Remember `task` for this process's life. True.
bool add_task(const Task& task);

template <class R>
struct ValueOf {
  using type = R;
};
template <class T>
struct ValueOf<Result<T>> {
  using type = T;
};
/// T of a Result<T>; other types themselves.
template <class R>
using Value = typename ValueOf<R>::type;

template <class T>
void put_value(std::string& out, const T& value) {
  static_assert(
      !kHoldsView<T>,
      "dp: a task cannot return a std::string_view: what it views stays in the worker; "
      "return a std::string");
  Codec<T>::put(out, value);
}

template <class T>
std::string bytes_of(const T& value) {
  std::string out;
  Codec<T>::put(out, value);
  return out;
}

/// Take a value that must be all of `bytes`.
template <class T>
bool get_whole(std::string_view bytes, T& value) {
  return Codec<T>::get(bytes, value) && bytes.empty();
}

inline Status not_well_formed() {
  return fail(Errc::corrupt,
              "its bytes are not well formed: do put and get of its Codec match?");
}

/// Call `body`; an exception that leaves it becomes a failure.
template <class Body>
Status caught(Body body) {
  try {
    return body();
  } catch (const std::exception& error) {
    return fail(Errc::task_failed, error.what());
  } catch (...) {
    return fail(Errc::task_failed, "threw something that is no std::exception");
  }
}

/// Says what is wrong with a type that cannot cross, before anything else does.
template <class T>
inline constexpr bool kCrosses = alignof(Codec<T>) > 0;

template <auto F, class R, class A>
Status map_one(std::string_view item, std::string& result) {
  static_assert(kCrosses<std::remove_cvref_t<A>>);
  return caught([&]() -> Status {
    std::remove_cvref_t<A> value{};
    if (!get_whole(item, value)) return not_well_formed();
    if constexpr (std::is_void_v<R>) {
      F(std::forward<A>(value));
      return {};
    } else {
      const R made = F(std::forward<A>(value));
      if constexpr (std::is_same_v<R, Value<R>>) {
        put_value(result, made);
      } else {
        if (!made) return tl::unexpected<Error>(made.error());
        if constexpr (!std::is_void_v<Value<R>>) put_value(result, *made);
      }
      return {};
    }
  });
}

/// An initializer without an argument.
template <auto F, class R>
Status call(std::string_view argument, std::string& result) {
  return caught([&]() -> Status {
    if (!argument.empty()) return not_well_formed();
    if constexpr (std::is_same_v<R, Value<R>>) {
      F();
    } else {
      const R made = F();
      if (!made) return tl::unexpected<Error>(made.error());
    }
    result.clear();
    return {};
  });
}

template <auto F, class S, class A>
Status fold_chunk(std::string_view zero, ChunkItems& items, std::string& sum) {
  static_assert(kCrosses<S> && kCrosses<std::remove_cvref_t<A>>);
  return caught([&]() -> Status {
    S so_far{};
    if (!get_whole(zero, so_far)) return not_well_formed();
    for (std::string_view item; items.next(item);) {
      std::remove_cvref_t<A> value{};
      if (!get_whole(item, value)) return not_well_formed();
      so_far = F(std::move(so_far), std::forward<A>(value));
    }
    put_value(sum, so_far);
    return {};
  });
}

template <auto F, class R>
Task describe(const char* name, R (*function)()) {
  return {name, address_of(function), call<F, R>, nullptr};
}
template <auto F, class R, class A>
Task describe(const char* name, R (*function)(A)) {
  return {name, address_of(function), map_one<F, R, A>, nullptr};
}
template <auto F, class S, class A>
Task describe(const char* name, S (*function)(S, A)) {
  return {name, address_of(function), nullptr, fold_chunk<F, S, A>};
}
template <auto F>
Task task_of(const char* name) {
  return describe<F>(name, F);
}

/// The items of a map, in the process that calls it.
class Items {
 public:
  Items() = default;
  Items(const Items&) = delete;
  Items& operator=(const Items&) = delete;
  virtual ~Items() = default;
  /// Append the next one's bytes; false at the end.
  virtual bool next(std::string& out) = 0;
  /// How many there are, if that is known.
  std::optional<std::uint64_t> size;
};

/// Items of type A out of a range, which is kept if it was an rvalue.
template <class A, class Range>
class RangeItems final : public Items {
 public:
  explicit RangeItems(Range range)
      : range_(std::forward<Range>(range)), at_(std::begin(range_)), end_(std::end(range_)) {
    if constexpr (requires { std::size(range_); })
      size = static_cast<std::uint64_t>(std::size(range_));
  }
  bool next(std::string& out) override {
    if (at_ == end_) return false;
    Codec<A>::put(out, static_cast<const A&>(*at_));
    ++at_;
    return true;
  }

 private:
  Range range_;
  decltype(std::begin(std::declval<std::remove_reference_t<Range>&>())) at_;
  decltype(std::end(std::declval<std::remove_reference_t<Range>&>())) end_;
};

template <class A, class Range>
std::unique_ptr<Items> items_of(Range&& range) {
  return std::make_unique<RangeItems<std::remove_cvref_t<A>, Range>>(
      std::forward<Range>(range));
}

/// What became of one item (or of a chunk's sum).
struct Outcome {
  std::uint64_t index = 0;
  std::string_view bytes;      ///< valid until the next one is asked for
  std::optional<Error> error;  ///< there are no bytes, because of this
};

/// A map that is under way.
class Run {
 public:
  Run() = default;
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  virtual ~Run() = default;
  /// Wait for the next outcome; false at the end.
  virtual bool next(Outcome& outcome) = 0;
  [[nodiscard]] virtual const Status& status() const = 0;
};

template <class R>
Result<R> result_of(Outcome& outcome) {
  if (outcome.error) return tl::unexpected<Error>(*std::move(outcome.error));
  if constexpr (std::is_void_v<R>) {
    return {};
  } else {
    R value{};
    if (get_whole(outcome.bytes, value)) return value;
    return tl::unexpected<Error>(
        not_well_formed().error().within("result of item " + std::to_string(outcome.index)));
  }
}

}  // namespace dp::detail
