import Testing

@testable import Server

@Suite struct SlotTableTests {
    @Test("a token finds its element until that is removed, and never the next one")
    func generations() {
        var table = SlotTable<String>()
        var tokens: [SlotToken] = []
        for name in ["a", "b"] {
            _ = table.insert { token in
                tokens.append(token)
                return name
            }
        }
        #expect(tokens.map { table[$0] } == ["a", "b"])
        #expect(table.remove(tokens[0]) == "a")
        #expect(table.remove(tokens[0]) == nil)
        _ = table.insert { token in
            tokens.append(token)
            return "c"
        }
        #expect(tokens[2].slot == tokens[0].slot)
        #expect(table[tokens[0]] == nil)
        #expect(table[tokens[2]] == "c")
        #expect(table.count == 2)
        #expect(table.elements == ["c", "b"])
    }

    @Test("a token is the same after epoll has carried it, and a strange one finds nothing")
    func packing() {
        let token = SlotToken(slot: 77, generation: 0xFFFF_FFFF)
        #expect(SlotToken(packed: token.packed) == token)
        #expect(SlotTable<Int>()[SlotToken(packed: .max)] == nil)
    }
}
