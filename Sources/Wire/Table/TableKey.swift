/// The short keys of an index block: each leads to a data block whose keys are not greater.
///
/// Source: leveldb/util/comparator.cc, `FindShortestSeparator` and `FindShortSuccessor`.
enum TableKey {
    /// A short key that is not less than `key` and less than `next`.
    static func separator(from key: [UInt8], to next: [UInt8]) -> [UInt8] {
        let common = zip(key, next).prefix { $0 == $1 }.count
        guard common < key.count, common < next.count, Int(key[common]) + 1 < next[common] else {
            return key
        }
        return key[..<common] + [key[common] + 1]
    }

    /// A short key that is not less than `key`.
    static func successor(of key: [UInt8]) -> [UInt8] {
        guard let index = key.firstIndex(where: { $0 != 0xff }) else { return key }
        return key[..<index] + [key[index] + 1]
    }
}
