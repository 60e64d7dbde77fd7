import Glibc
import HTTP

/// How a write to a socket ended.
package enum WriteOutcome {
    /// All bytes are with the kernel.
    case drained
    /// The kernel takes no more for now.
    case blocked
    /// The connection is gone.
    case failed
}

extension Descriptor {
    /// Sets a socket option to a number; an option the kernel lacks is no reason to stop.
    package func setOption(_ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(raw, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Reads what is there into `buffer`.
    ///
    /// Returns the count, 0 at the end of the input, and nil when nothing is there or, with
    /// `failure` set, the connection is broken.
    package func receive(into buffer: UnsafeMutableRawBufferPointer, failure: inout Bool) -> Int? {
        while true {
            let count = recv(raw, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            if errno == EINTR { continue }
            failure = errno != EAGAIN
            return nil
        }
    }

    /// How long ago the last bytes came to a TCP socket, read or not, in the kernel's ticks of a few
    /// milliseconds; zero where the kernel does not say.
    var timeSinceInput: Duration {
        var info = tcp_info()
        var length = socklen_t(MemoryLayout<tcp_info>.size)
        guard getsockopt(raw, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0 else {
            return .zero
        }
        return .milliseconds(Int64(info.tcpi_last_data_recv))
    }

    /// Takes up to so many bytes from the kernel, which does not copy them (`MSG_TRUNC` of tcp(7)); the
    /// result is that of `receive`.
    func discard(upTo limit: Int, failure: inout Bool) -> Int? {
        while true {
            let count = recv(raw, nil, min(limit, 1 << 20), Int32(MSG_TRUNC))
            if count >= 0 { return count }
            if errno == EINTR { continue }
            failure = errno != EAGAIN
            return nil
        }
    }

    /// Writes as much of `output` as the kernel takes, and takes it out of `output`.
    ///
    /// Never raises SIGPIPE.
    package func send(_ output: inout OutputBuffer) -> WriteOutcome {
        while !output.isEmpty {
            let count = sendOnce(output)
            if count >= 0 {
                output.consume(count)
            } else if errno == EAGAIN {
                return .blocked
            } else if errno != EINTR {
                return .failed
            }
        }
        return .drained
    }

    /// One system call for up to sixteen pieces.
    private func sendOnce(_ output: OutputBuffer) -> Int {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 16) { vectors in
            var count = 0
            output.forEachPiece(atMost: 16) { bytes in
                // The kernel only reads through this pointer.
                vectors.initializeElement(
                    at: count,
                    to: iovec(
                        iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                        iov_len: bytes.count))
                count += 1
            }
            if count == 1 {
                return Glibc.send(
                    raw, vectors[0].iov_base, vectors[0].iov_len, Int32(MSG_NOSIGNAL))
            }
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = count
            return sendmsg(raw, &message, Int32(MSG_NOSIGNAL))
        }
    }
}
