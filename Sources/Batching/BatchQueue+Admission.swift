/// Whether a task can be done in time, from what waits, what runs and what batches have cost.
extension BatchQueue {
    /// Why a task would not be accepted now; nil if it would.
    ///
    /// Cheap, so that what can't be done in time is refused before anything is made of it: a lock and a
    /// few additions, however much waits.
    public func refusal(
        rows: Int = 1, deadline: Instant?, priority: Priority = .normal
    ) -> BatchQueueError? {
        let now = now()
        return monitor.withLock { state in
            refusal(state, rows: rows, deadline: deadline, priority: priority, at: now)
        }
    }

    /// Why a task that is still on its way would not be accepted; nil if it would, and then its rows are
    /// reckoned with for those that ask after it, until so many come by `submit` or too much time passes:
    /// a quarter of that until the deadline, 100 ms at most.
    ///
    /// As cheap as `refusal`. Without it, of many that come while there is room for one, all would be let
    /// in, and all but one have been sent and read for nothing.
    public func announce(
        rows: Int = 1, deadline: Instant?, priority: Priority = .normal
    ) -> BatchQueueError? {
        let now = now()
        return monitor.withLock { state in
            state.announcements.expire(at: now)
            let refusal = refusal(
                state, rows: rows, isOnItsWay: true, deadline: deadline, priority: priority,
                at: now)
            if refusal == nil {
                state.announcements.add(rows, priority: priority, deadline: deadline, at: now)
            }
            return refusal
        }
    }

    /// How long what waits and runs is expected to take.
    public var expectedWait: Duration {
        let now = now()
        return monitor.withLock { state in
            .seconds(
                wait(state, forRows: state.backlog.rowCount, batchRows: maxBatchSize, at: now))
        }
    }

    /// A fifth of the time until the deadline is kept in hand, for what is not known: the batches still
    /// to come may be smaller than expected, and the answer has a way to go.
    private static var usableShare: Double { 0.8 }

    func refusal(
        _ state: State, rows: Int, isOnItsWay: Bool = false, deadline: Instant?,
        priority: Priority, at now: Instant
    ) -> BatchQueueError? {
        // What nothing stands before runs at once; so a wrong idea of cost is mended.
        guard let deadline, !state.cost.isUnknown,
            !state.running.isEmpty || !state.backlog.isEmpty
        else { return nil }
        let left = (deadline - now) / .seconds(1) * Self.usableShare
        // A task waits for the batch before its own, too: each may take half of the time.
        let parallel = parallelProcessors(state)
        let batchRows = state.cost.rows(
            costing: left / 2 * Double(parallel) / Double(max(1, state.running.count)),
            atMost: maxBatchSize)
        let seconds = wait(
            state,
            forRows: state.backlog.rowsUpTo(
                rows, priority: priority,
                announced: isOnItsWay ? state.announcements.rowCounts : nil),
            batchRows: batchRows, at: now)
        guard seconds > left else { return nil }
        return .tooLate(wait: .seconds(seconds), excess: .seconds(seconds - left))
    }

    /// What a full queue answers.
    func fullness(_ state: State) -> BatchQueueError {
        .overloaded(
            queuedRows: state.backlog.rowCount, capacity: capacity,
            wait: .seconds(
                wait(
                    state, forRows: state.backlog.rowCount, batchRows: maxBatchSize, at: now())))
    }

    /// The seconds until so many rows are done that leave next, in batches of so many.
    private func wait(
        _ state: State, forRows rows: Int, batchRows: Int, at now: Instant
    ) -> Double {
        let begun = state.running.reduce(0) { sum, batch in
            let spent = (now - batch.started) / .seconds(1) * Double(batch.processors)
            return sum + max(0, state.cost.expected(forRows: batch.rows) - spent)
        }
        let (whole, rest) = rows.quotientAndRemainder(dividingBy: batchRows)
        let cost =
            Double(whole) * state.cost.expected(forRows: batchRows)
            + (rest > 0 ? state.cost.expected(forRows: rest) : 0)
        return (begun + cost) / Double(parallelProcessors(state))
    }

    /// The processors that work on what waits: those that are busy, for while rows wait all are.
    private func parallelProcessors(_ state: State) -> Int {
        guard state.backlog.isEmpty else { return max(1, state.busyProcessors) }
        return state.sharing.processors(
            ofExecutors: state.running.count + state.waitingExecutors)
    }
}

extension BatchCost {
    /// How long a batch of so many rows is expected to take.
    func duration(ofRows rows: Int, processors: Int) -> Duration {
        isUnknown ? .zero : .seconds(expected(forRows: rows) / Double(processors))
    }
}
