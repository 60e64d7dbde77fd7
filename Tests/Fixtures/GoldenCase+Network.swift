import Foundation

extension GoldenCase {
    /// A variable of a `.networks` case, and what its values are.
    public struct SeededVariable: Sendable {
        /// The name in the graph, from which the values follow.
        public let name: String
        /// The extents.
        public let dimensions: [Int]
        /// The middle of the values.
        public let centre: Double
        /// How far values are from the middle at most.
        public let spread: Double

        /// The values in row-major order.
        public var values: [Float] {
            SeededValues.values(
                named: name, count: dimensions.reduce(1, *), centre: centre, spread: spread)
        }
    }

    /// What `variables.csv` lists, in the order of names; `.networks` only.
    ///
    /// Throws what Foundation throws where the file is missing, `UnreadableVariable` if a line of it
    /// makes no sense.
    public func seededVariables() throws -> [SeededVariable] {
        try String(contentsOf: url("variables.csv"), encoding: .utf8).split(separator: "\n").map {
            let fields = $0.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 4, let centre = Double(fields[2]), let spread = Double(fields[3])
            else { throw UnreadableVariable(line: String($0)) }
            let dimensions = fields[1].split(separator: "x").compactMap { Int($0) }
            return SeededVariable(
                name: String(fields[0]), dimensions: dimensions, centre: centre, spread: spread)
        }
    }

    /// A line of `variables.csv` that is not a name, extents and two numbers.
    public struct UnreadableVariable: Error {
        /// The line.
        public let line: String
    }
}
