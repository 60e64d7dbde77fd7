import Testing

@testable import Wire

@Suite("Keys of an index block")
struct TableKeyTests {
    @Test(
        "a separator is the shortest key from one to before the next",
        arguments: [
            ("abcd", "abzz", "abd"), ("abcd", "abdd", "abcd"), ("abc", "abcd", "abc"),
            ("a", "c", "b"), ("", "a", ""), ("block_1/bias", "block_3", "block_2"),
        ])
    func separators(key: String, next: String, separator: String) {
        let made = TableKey.separator(from: Array(key.utf8), to: Array(next.utf8))
        #expect(made == Array(separator.utf8))
    }

    @Test("a byte of all ones has no successor")
    func ones() {
        #expect(TableKey.separator(from: [1, 0xff, 3], to: [2]) == [1, 0xff, 3])
        #expect(TableKey.separator(from: [0xfe, 3], to: [0xff]) == [0xfe, 3])
        #expect(TableKey.successor(of: [0xff, 0xff, 5, 6]) == [0xff, 0xff, 6])
        #expect(TableKey.successor(of: [0xff, 0xff]) == [0xff, 0xff])
        #expect(TableKey.successor(of: []) == [])
        #expect(TableKey.successor(of: Array("variable".utf8)) == Array("w".utf8))
    }
}
