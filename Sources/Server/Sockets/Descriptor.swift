import Glibc

/// An open file descriptor, closed when the last reference to it goes.
package final class Descriptor: Sendable {
    /// The number the kernel knows it by.
    let raw: Int32

    /// Takes over a descriptor that nobody else closes.
    init(owning raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Takes over what a call returned.
    ///
    /// - Throws: `ServerError.system` with the present `errno` when the call failed.
    convenience init(
        owning raw: Int32, from call: String, for subject: String = ""
    ) throws(ServerError) {
        guard raw >= 0 else { throw .system(call: call, code: errno, subject: subject) }
        self.init(owning: raw)
    }
}
