#ifndef STEADY_CTRAPS_H
#define STEADY_CTRAPS_H

/// Calls `body` with `context`, and comes back also where a Swift trap ends it.
///
/// What runs inside when it traps is left as it stands: its objects are never released, and locks it holds
/// are never unlocked. Other signals than those of a trap (SIGILL, SIGTRAP) are none of this function's
/// affair, and neither is a trap outside of `body`. Any thread may call it; calls may nest.
///
/// - Returns: 0, or the number of the signal that ended `body`.
int steady_call_trapping(void (*body)(void *), void *context);

#endif
