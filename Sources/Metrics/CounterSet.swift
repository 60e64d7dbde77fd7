import Synchronization

/// Counters told apart by a word, such as the reasons for which requests are refused.
///
/// Counters appear when they are first asked for. The words are the program's own and few: a word
/// that a client may choose would let it fill the memory. Any thread may use it; the lock is held for
/// a look into a dictionary.
public final class CounterSet: Sendable {
    private let counters: Mutex<[String: Counter]>

    /// Makes a set that has counters at 0 for these words.
    public init(_ words: [String] = []) {
        counters = Mutex(Dictionary(uniqueKeysWithValues: words.map { ($0, Counter()) }))
    }

    /// The counter for a word.
    public subscript(word: String) -> Counter {
        counters.withLock { counters in
            if let counter = counters[word] { return counter }
            let counter = Counter()
            counters[word] = counter
            return counter
        }
    }

    /// What was counted for each word, in the order of the words.
    public var values: [(word: String, value: Int)] {
        counters.withLock { $0.map { (word: $0.key, value: $0.value.value) } }
            .sorted { $0.word < $1.word }
    }
}
