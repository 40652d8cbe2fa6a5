// SPDX-License-Identifier: Apache-2.0
// Classes for script/class_sizes.awk to count; the numbers are in the comments.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

class Declared;
enum class Colour : unsigned char { red, green };
template <class T>
class Later;

namespace planted {

struct Empty {};  // 0 0

struct Plain {  // 0 5
  int a = 0, b = 1;
  std::map<std::string, std::vector<int>> table{{"a;b{", {1, 2}}};
  alignas(64) std::atomic<bool> flag{false};
  const char* text = "} // not an end";
};

/// Five methods: of the special ones, those that have a body. Four fields.
class Methods final : public Plain {
 public:
  Methods() = default;
  explicit Methods(int value) : value_(value), more_{value} {}
  Methods(const Methods&) = delete;
  Methods& operator=(const Methods&) = delete;
  ~Methods() {
    if (value_ == 0) call_ = nullptr;
  }
  [[nodiscard]] int value() const noexcept { return value_; }
  template <class... Values>
  void add(Values&&... values);
  bool operator<(const Methods& other) const {
    struct Local {  // 0 1
      int least;
    };
    return Local{value_}.least < other.value_;
  }
  friend void swap(Methods& a, Methods& b);
  static constexpr int kMost = 3;
  using Name = std::string;

 private:
  int value_ = 0;
  std::vector<int> more_;
  std::function<int(int, int)> function_;
  int (*call_)(int a, int b) = nullptr;
};

struct Outer {  // 1 2
  enum class Kind { a, b, c };
  struct Inner {  // 1 1
    char quote = '"';
    void reset() { quote = '\''; }
  };
  Inner inner;
  std::string raw = R"(struct Hidden { int a; };)";
  /* struct Commented { int a; }; */
  static int count() { return 1'000; }
};

#define PLANTED_STRUCT(name) \
  struct name {              \
    int a;                   \
  }

typedef struct c_like {  // 0 2
  unsigned size;
  void (*release)(struct c_like*);
} c_like;

}  // namespace planted
