import Glibc
import Testing

@testable import Server

@Suite struct TimeSinceInputTests {
    /// The two ends of a connection.
    private func makePair() throws -> (near: Descriptor, far: Descriptor) {
        let listener = try Listener(host: "127.0.0.1", port: 0)
        let near = try Resolution.firstSuccess(
            host: listener.address.host, port: listener.address.port
        ) { (candidate) throws(ServerError) in
            let made = try Descriptor(
                owning: socket(candidate.ai_family, candidate.ai_socktype, 0), from: "socket")
            guard connect(made.raw, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
                throw .system(call: "connect", code: errno, subject: "")
            }
            return made
        }
        guard case .accepted(let far, _) = listener.accept() else {
            throw ServerError.system(call: "accept", code: errno, subject: "")
        }
        return (near, far)
    }

    @Test("bytes that nobody reads grow old, and new ones are young")
    func age() async throws {
        let (near, far) = try makePair()
        #expect(send(near.raw, "a", 1, 0) == 1)
        #expect(await eventually { far.timeSinceInput >= .milliseconds(30) })
        // A busy machine may leave a pause between sending and asking, in which these grow old too.
        #expect(
            await eventually {
                send(near.raw, "b", 1, 0) == 1 && far.timeSinceInput < .milliseconds(30)
            })
    }

    @Test("what is no connection has no input to wait")
    func noSocket() throws {
        let signal = try Mailbox().signal
        #expect(signal.timeSinceInput == .zero)
    }
}
