extension Exposition {
    /// Writes a counter that has one sample.
    public mutating func counter(_ name: String, help: String, _ value: Int) {
        family(name, .counter, help: help)
        sample(value)
    }

    /// Writes a gauge that has one sample.
    public mutating func gauge(_ name: String, help: String, _ value: Int) {
        family(name, .gauge, help: help)
        sample(value)
    }

    /// Writes counters told apart by a word.
    public mutating func counters(
        _ name: String, help: String, by label: String, _ counters: CounterSet
    ) {
        family(name, .counter, help: help)
        for (word, value) in counters.values { sample(value, [label: word]) }
    }
}
