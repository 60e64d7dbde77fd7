/// Changes bytes at random, by numbers that follow from a seed.
public struct Mutation<Generator: RandomNumberGenerator> {
    private var random: Generator

    /// Makes mutations that follow from the generator's numbers.
    public init(_ random: Generator) { self.random = random }

    /// A few changes of one input, which may take parts of another.
    public mutating func callAsFunction(_ input: [UInt8], and other: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...Int.random(in: 0...3, using: &random) { change(&bytes, other) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = other
            return
        }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let length = Int.random(in: 1...8, using: &random)
        let end = min(bytes.count, place + length)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[place] &+= Bool.random(using: &random) ? 1 : 255
        case 3: bytes[place] = [0, 1, 127, 128, 255, 10, 13, 32].randomElement(using: &random) ?? 0
        case 4: bytes.removeSubrange(place..<end)
        case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 6:
            guard !other.isEmpty else { return }
            let from = Int.random(in: 0..<other.count, using: &random)
            bytes.insert(contentsOf: other[from..<min(other.count, from + 40)], at: place)
        default:
            guard !other.isEmpty else { return }
            let from = Int.random(in: 0..<other.count, using: &random)
            bytes = Array(bytes[..<place] + other[from...])
        }
    }
}
