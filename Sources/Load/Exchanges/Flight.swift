/// A request that is under way.
struct Flight {
    /// When it was due.
    var due: MonotonicTime
    /// When it was given to its connection.
    var sent: MonotonicTime
}

/// How a flight ended.
struct Landing {
    /// What came of the request.
    enum Outcome {
        case answer(status: Int)
        case failure(LoadFailure)
    }

    var flight: Flight
    var outcome: Outcome
    var bodyBytes = 0
}
