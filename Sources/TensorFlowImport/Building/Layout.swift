import Graph

/// Where an operator's `data_format` has the channels.
enum Layout: Equatable {
    case channelsLast, channelsFirst

    /// The order that brings channels last in a value of this layout.
    private func permutationToLast(rank: Int) -> [Int] {
        self == .channelsLast ? Array(0..<rank) : [0] + Array(2..<rank) + [1]
    }

    /// The order that takes a value with the channels last to this layout.
    private func permutationFromLast(rank: Int) -> [Int] {
        self == .channelsLast ? Array(0..<rank) : [0, rank - 1] + Array(1..<rank - 1)
    }

    func toLast(_ value: Value, _ node: NodeImport) throws(ImportError) -> Value {
        let rank = node.type(of: value).rank
        guard self == .channelsFirst, rank > 2 else { return value }
        let order = Transposition(permutationToLast(rank: rank))
        return try node.add(.transposition(order), [value], "/channels_last")
    }

    func fromLast(_ value: Value, _ node: NodeImport) throws(ImportError) -> Value {
        let rank = node.type(of: value).rank
        guard self == .channelsFirst, rank > 2 else { return value }
        let order = Transposition(permutationFromLast(rank: rank))
        return try node.add(.transposition(order), [value], "/channels_first")
    }

    /// The entries for height and width of an attribute that has one for each dimension.
    func spatial<Element>(_ list: [Element]) -> [Element] {
        self == .channelsLast ? Array(list[1..<3]) : Array(list[2..<4])
    }

    /// The entries for batch and channels of an attribute that has one for each dimension.
    func others<Element>(_ list: [Element]) -> [Element] {
        self == .channelsLast ? [list[0], list[3]] : [list[0], list[1]]
    }
}

extension NodeImport {
    /// The layout that `data_format` names.
    func layout() throws(ImportError) -> Layout {
        switch attributes.string("data_format") ?? "NHWC" {
        case "NHWC", "NDHWC", "NWC", "": .channelsLast
        case "NCHW", "NCDHW", "NCW": .channelsFirst
        case let other: throw unsupported("data_format \(other)")
        }
    }
}
