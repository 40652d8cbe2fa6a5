// SPDX-License-Identifier: Apache-2.0
#include "pool/worker_slot.hpp"

namespace dp::pool {

void WorkerSlot::renew(Segment& segment, bool cautious) {
  channel.renew(segment, cautious);
  window = Window();
  held.clear();
  state = State::empty;
  retiring = stop_sent = commit_sent = false;
  items_given = 0;
}

void WorkerSlot::drop_leases() {
  while (channel.running() > 0) (void)channel.finish();
  held.clear();
}

}  // namespace dp::pool
