import Fixtures
import Testing

@testable import HTTP

@Suite struct StreamHistoryTests {
    @Test("a stream has the state it was given, and those passed over are skipped")
    func states() {
        var history = StreamHistory()
        #expect(history[1] == nil)
        history[7] = .opened
        #expect(
            [1, 3, 5, 7, 9].map { history[$0] } == [.skipped, .skipped, .skipped, .opened, nil])
        history[7] = .ended
        history[9] = .reset
        #expect(history[7] == .ended)
        #expect(history[9] == .reset)
        #expect(history[8] == nil)
        #expect(history[0] == nil)
    }

    @Test("it agrees with a table of everything, as far back as it remembers")
    func random() {
        var history = StreamHistory()
        var all: [UInt32: StreamHistory.State] = [:]
        var random = SeededGenerator(seed: 3)
        var last: UInt32 = 0
        for _ in 0..<3_000 {
            let jump: UInt32 =
                switch random.next() % 50 {
                case 0: 2 * UInt32(random.next() % 2_000)
                case 1...10: 2 * UInt32(random.next() % 5)
                default: 0
                }
            let stream = (last == 0 ? 1 : last + 2) + jump
            last = stream
            history[stream] = .opened
            all[stream] = .opened
            let old = last - min(last - 1, 2 * UInt32(random.next() % 600))
            if history[old] == .opened {
                history[old] = .ended
                all[old] = .ended
            }
            for probe in stride(from: max(1, Int(last) - 1_400), through: Int(last) + 4, by: 2) {
                let probe = UInt32(probe) | 1
                let expected: StreamHistory.State? =
                    probe > last || (last - probe) / 2 >= 512 ? nil : all[probe] ?? .skipped
                #expect(history[probe] == expected)
            }
        }
    }

    @Test("frames are found however the bytes are cut")
    func scanner() {
        let frames = [
            Frame.request(1, "POST", ends: false), .data(1, Array(0..<100)),
            Frame(kind: .priority, stream: 3, payload: [0x80, 0, 0, 5, 1]), Frame(kind: .settings),
            .reset(1), Frame(kind: .priority, stream: 3, payload: [1, 2]),
        ]
        let bytes = Frame.preface + frames.flatMap(\.bytes)
        func heads(_ size: Int) -> [FrameHead] {
            var scanner = FrameScanner()
            var heads: [FrameHead] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = Array(bytes[start..<min(start + size, bytes.count)])
                var offset = 0
                while let (head, _) = scanner.next(in: piece.span, at: &offset) {
                    heads.append(head)
                }
                #expect(offset == piece.count)
            }
            return heads
        }
        let whole = heads(bytes.count)
        #expect(whole.map(\.kind) == frames.map(\.kind.rawValue))
        #expect(whole.map(\.length) == frames.map(\.payload.count))
        #expect(whole.map(\.dependency) == [nil, nil, 5, nil, nil, nil])
        for size in 1..<60 { #expect(heads(size) == whole) }
    }
}
