import Foundation
import Glibc

@testable import Server

/// A plain socket to the server; reads give up after ten seconds.
final class TestClient: Sendable {
    private let descriptor: Descriptor

    init(_ address: SocketAddress) throws {
        descriptor = try Resolution.firstSuccess(host: address.host, port: address.port) {
            (candidate) throws(ServerError) in
            let made = try Descriptor(
                owning: socket(candidate.ai_family, candidate.ai_socktype, 0), from: "socket")
            guard connect(made.raw, candidate.ai_addr, candidate.ai_addrlen) == 0 else {
                throw .system(call: "connect", code: errno, subject: "\(address)")
            }
            return made
        }
        var time = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor.raw, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        descriptor.setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// Sends text whose line feeds stand for CR LF.
    func send(_ text: String) { send(Array(text.replacing("\n", with: "\r\n").utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor.raw, $0.baseAddress.map { $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Says that no more is sent, and goes on reading.
    func finishSending() { shutdown(descriptor.raw, Int32(SHUT_WR)) }

    /// Closes so that the server is told at once: what was not read is lost.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor.raw, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor.raw, Int32(SHUT_RDWR))
    }

    /// Reads until the text so far ends with `end` or the server closes.
    func read(until end: String) async -> String {
        await aside {
            var bytes: [UInt8] = []
            while !bytes.hasSuffix(end.utf8), let more = self.receive(), !more.isEmpty {
                bytes += more
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Reads until the server closes; nil when it does not.
    func readToEnd() async -> [UInt8]? {
        await aside {
            var bytes: [UInt8] = []
            while let more = self.receive() {
                if more.isEmpty { return bytes }
                bytes += more
            }
            return nil
        }
    }

    /// Reads to the end as text.
    func textToEnd() async -> String? {
        await readToEnd().map { String(decoding: $0, as: UTF8.self) }
    }

    private func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor.raw, &buffer, buffer.count, 0)
        return count < 0 ? nil : Array(buffer[..<count])
    }
}

/// Runs what blocks on a thread of its own, so that no test holds up the others.
private func aside<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread { continuation.resume(returning: body()) }.start()
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: some Collection<UInt8>) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
