import HTTP

/// The protocol of one connection, from the client's side; belongs to one thread.
protocol Exchange: AnyObject {
    /// How many more requests can be under way now.
    var freePlaces: Int { get }
    /// The requests that are under way.
    var flights: [Flight] { get }
    /// Whether the connection is to be closed once nothing is under way.
    var isEnding: Bool { get }

    /// Sends the request at an index of the plan's; there must be a free place.
    func begin(_ request: Int, _ flight: Flight, _ output: inout OutputBuffer)

    /// Takes in bytes from the server and appends what has ended; false if the connection is broken
    /// by what came.
    func receive(
        _ input: Span<UInt8>, _ output: inout OutputBuffer, _ landings: inout [Landing]
    ) -> Bool

    /// Learns that the server sends no more, and appends what ends by that.
    func inputEnded(_ landings: inout [Landing])

    /// Moves what is to be sent into the output, before it is written; false if the connection is
    /// broken.
    func prepare(_ output: inout OutputBuffer, _ landings: inout [Landing]) -> Bool

    /// Gives up the requests that were sent before a time and appends them; false if the connection
    /// can't go on without their answers.
    func expire(sentBefore time: MonotonicTime, _ landings: inout [Landing]) -> Bool
}
