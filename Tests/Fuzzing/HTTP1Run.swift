import HTTP
import HTTPTypes

/// Parses a connection's bytes whole and in pieces, which must come to the same.
enum HTTP1Run {
    private struct Found: Equatable {
        var heads: [String] = []
        var bodies: [[UInt8]] = []
        var ended = 0
        var error: HTTPError?
    }

    /// The first byte is the size of the pieces.
    static func run(_ bytes: [UInt8]) {
        guard let size = bytes.first else { return }
        let text = Array(bytes.dropFirst())
        let limits = MessageLimits(
            targetBytes: 64, headBytes: 1 << 10, fieldCount: 10, bodyBytes: 1 << 10)
        let whole = parse(text, size: max(1, text.count), limits)
        let cut = parse(text, size: Int(size % 16) + 1, limits)
        precondition(whole == cut, "\(whole) whole, but \(cut) in pieces of \(size % 16 + 1)")
        for body in whole.bodies { precondition(body.count <= limits.bodyBytes) }
    }

    private static func parse(_ bytes: [UInt8], size: Int, _ limits: MessageLimits) -> Found {
        var parser = RequestParser(limits: limits)
        var found = Found()
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            var offset = 0
            do throws(HTTPError) {
                while let event = try parser.next(in: piece.span, at: &offset) {
                    switch event {
                    case .head(let head):
                        found.heads.append("\(head)")
                        found.bodies.append([])
                    case .body(let range):
                        found.bodies[found.bodies.count - 1] += piece[range]
                    case .end:
                        found.ended += 1
                    }
                }
                precondition(offset == piece.count, "input was left")
            } catch {
                found.error = error
                return found
            }
        }
        return found
    }
}
