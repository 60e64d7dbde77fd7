import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import Server

@Suite struct AccessControlTests {
    /// A control whose clock the test sets, over a file the test writes.
    private final class Setting: Sendable {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("tokens-\(UUID().uuidString)").path
        let time = Mutex(ContinuousClock.now)

        init(_ lines: String...) throws { try write(lines.joined(separator: "\n")) }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ text: String) throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }

        func control(_ tokens: AccessTokens) -> AccessControl {
            AccessControl(
                tokens, before: TestResponder(), isOpen: { $0 == "/health" },
                now: { self.time.withLock { $0 } })
        }
    }

    private static func line(_ token: String, _ rate: String = "") -> String {
        "\(token)-owner sha256:\(TokenDigest(of: token)?.hexadecimal ?? "") \(rate)"
    }

    private func head(_ path: String, _ authorization: String? = nil) -> HTTPRequest {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "x", path: path)
        head.headerFields[.authorization] = authorization
        return head
    }

    @Test("only a known token lets a request in")
    func known() throws {
        let setting = try Setting(Self.line("one"), Self.line("two"))
        let control = setting.control(try AccessTokens(path: setting.path))
        #expect(control.answer(to: head("/echo", "Bearer one")) == nil)
        #expect(control.answer(to: head("/echo", "bearer  two")) == nil)
        for wrong in [nil, "", "Bearer", "Bearer three", "Bearer one two", "Basic one", "one"] {
            let refusal = control.answer(to: head("/echo", wrong))
            #expect(refusal?.head.status == .unauthorized, "\(wrong ?? "nothing")")
            #expect(
                refusal?.head.headerFields[.wwwAuthenticate]?.hasPrefix("Bearer realm=") == true)
            #expect(refusal?.notes.refusal == "unauthorized")
        }
        let unknown = control.answer(to: head("/echo", "Bearer three"))
        let field = unknown?.head.headerFields[.wwwAuthenticate]
        #expect(field?.hasSuffix(#"error="invalid_token""#) == true)
    }

    @Test("the responder still refuses what is let in, and open paths need no token")
    func inner() throws {
        let setting = try Setting(Self.line("one"))
        let control = setting.control(try AccessTokens(path: setting.path))
        #expect(control.answer(to: head("/refused", "Bearer one"))?.head.status == .forbidden)
        #expect(control.answer(to: head("/refused"))?.head.status == .unauthorized)
        #expect(control.answer(to: head("/health?x")) == nil)
        #expect(control.answer(to: head("/healthy"))?.head.status == .unauthorized)
    }

    @Test("a token that is used too often is told when to come again")
    func rate() throws {
        let setting = try Setting(Self.line("slow", "2/m"), Self.line("fast", "1000/s"))
        let control = setting.control(try AccessTokens(path: setting.path))
        for _ in 0..<2 { #expect(control.answer(to: head("/echo", "Bearer slow")) == nil) }
        let refusal = control.answer(to: head("/echo", "Bearer slow"))
        #expect(refusal?.head.status == .tooManyRequests)
        #expect(refusal?.head.headerFields[.retryAfter] == "30")
        #expect(refusal?.notes.refusal == "rate-limited")
        #expect(control.answer(to: head("/echo", "Bearer fast")) == nil)
        setting.time.withLock { $0 += .milliseconds(29_500) }
        let later = control.answer(to: head("/echo", "Bearer slow"))
        #expect(later?.head.headerFields[.retryAfter] == "1")
        setting.time.withLock { $0 += .milliseconds(500) }
        #expect(control.answer(to: head("/echo", "Bearer slow")) == nil)
    }

    @Test("tokens read again take the place of the old, and a bad file does not")
    func reload() throws {
        let setting = try Setting(Self.line("one", "1/h"))
        let tokens = try AccessTokens(path: setting.path)
        let control = setting.control(tokens)
        #expect(control.answer(to: head("/echo", "Bearer one")) == nil)
        try setting.write("nonsense")
        #expect(throws: ServerError.self) { try tokens.reload() }
        try FileManager.default.removeItem(atPath: setting.path)
        #expect(throws: ServerError.self) { try tokens.reload() }
        // Still known, and still used up.
        #expect(control.answer(to: head("/echo", "Bearer one"))?.head.status == .tooManyRequests)
        try setting.write(Self.line("one", "1/h") + "\n" + Self.line("two"))
        try tokens.reload()
        #expect(tokens.count == 2)
        #expect(control.answer(to: head("/echo", "Bearer one"))?.head.status == .tooManyRequests)
        #expect(control.answer(to: head("/echo", "Bearer two")) == nil)
        try setting.write(Self.line("one", "2/h"))
        try tokens.reload()
        #expect(control.answer(to: head("/echo", "Bearer one")) == nil)
        #expect(control.answer(to: head("/echo", "Bearer two"))?.head.status == .unauthorized)
    }
}
