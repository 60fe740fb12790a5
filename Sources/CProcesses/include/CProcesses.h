#pragma once

/// What Swift's view of the C library leaves out: calls of Linux.

#include <signal.h>
#include <spawn.h>

/// A pipe whose two descriptors no started program inherits.
/// Returns 0, or the number of the error.
int cprocesses_pipe(int ends[2]);

/// A descriptor that becomes readable when one of `signals`, blocked beforehand, arrives.
/// Returns it, or -1.
int cprocesses_signal_descriptor(const sigset_t *signals);

/// The number of the signal that arrived at such a descriptor; 0 when none has.
int cprocesses_next_signal(int descriptor);

/// The number of processors that this process may run on; 0 when it cannot be told.
int cprocesses_allowed_processors(void);

/// Accepts a connection that no started program inherits and whose calls return at once.
/// Returns its descriptor, or -1 with errno.
int cprocesses_accept(int listener);

/// Sleeps for so many seconds, and hardly longer: the system does not put the end off to that of others.
void cprocesses_sleep(double seconds);

/// Has a program that is to be started begin with its standard streams alone: whatever other descriptors
/// this process has, be they its caller's, are closed there. Returns 0, or the number of the error.
int cprocesses_close_others(posix_spawn_file_actions_t *actions);
