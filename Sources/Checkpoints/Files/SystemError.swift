import Glibc

/// What the operating system says of the call that failed last on this thread.
func systemError() -> String { String(cString: strerror(errno)) }
