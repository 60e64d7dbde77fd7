/// How the batches that run at the same time share the processors.
///
/// - Fixed: every batch gets the same number, whatever else runs.
/// - Elastic: a batch gets all processors while it is the only one, and one of them each while many
///   rows wait. A processor never has two batches; a batch for which none is free waits until the
///   one that has them ends, and rows gather meanwhile.
///
/// A value without state: the queue that asks it keeps the counts.
public struct ProcessorSharing: Hashable, Sendable {
    /// The processors that are shared; nil where they are not counted.
    private let processors: Int?
    /// The most that one batch gets.
    private let most: Int
    /// How many processors a row keeps busy.
    private let processorsPerRow: Double

    /// Every batch gets so many processors, at least 1.
    public static func fixed(_ processors: Int) -> ProcessorSharing {
        precondition(processors >= 1, "a batch on \(processors) processors")
        return ProcessorSharing(processors: nil, most: processors, processorsPerRow: .infinity)
    }

    /// A batch gets as many processors as are free for it and as have enough to do.
    ///
    /// - Parameters:
    ///   - processors: How many there are, at least 1.
    ///   - processorsPerRow: How many of them one row keeps busy, such as 0.1 where fewer than ten rows
    ///     are not worth the time it takes to wake a second one.
    public static func elastic(
        _ processors: Int, processorsPerRow: Double = .infinity
    ) -> ProcessorSharing {
        precondition(processors >= 1, "batches on \(processors) processors")
        return ProcessorSharing(
            processors: processors, most: processors, processorsPerRow: processorsPerRow)
    }

    /// Whether another batch may start while others have so many processors.
    func hasRoom(besides busy: Int) -> Bool { processors.map { busy < $0 } ?? true }

    /// How many processors work where so many executors do.
    func processors(ofExecutors executors: Int) -> Int {
        max(1, processors ?? most * executors)
    }

    /// How many processors the next batch gets; 0 if it must wait.
    ///
    /// - Parameters:
    ///   - waitingRows: The rows that wait, those of the next batch among them; at least 1.
    ///   - maxBatchSize: The most rows of a batch.
    ///   - idleExecutors: The executors that have no batch, the one that asks among them.
    ///   - busy: The processors that running batches have.
    func share(
        waitingRows: Int, maxBatchSize: Int, idleExecutors: Int, busy: Int
    ) -> Int {
        guard let processors else { return most }
        let free = processors - busy
        guard free > 0 else { return 0 }
        // As many batches start now as there are rows and executors for; the first takes what an equal
        // division leaves over.
        let batches = min((waitingRows + maxBatchSize - 1) / maxBatchSize, idleExecutors, free)
        let equal = (free + batches - 1) / batches
        let useful = Double(min(waitingRows, maxBatchSize)) * processorsPerRow
        return useful >= Double(equal) ? equal : max(1, Int(useful))
    }
}
