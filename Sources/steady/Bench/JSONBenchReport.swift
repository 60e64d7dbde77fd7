/// What `steady bench json` found; rates in bytes of text a second, times in seconds.
struct JSONBenchReport: Report {
    struct Result: Encodable {
        let work: JSONBench.Work
        let runs: Int
        let textBytes: Int
        let median: Double
        let minimum: Double
        /// Of the median run.
        let bytesPerSecond: Double
        let nanosecondsPerNumber: Double
    }

    let shape: [Int]
    let results: [Result]

    /// Gathers the figures of numbers of a shape.
    init(_ bench: JSONBench, shape: [Int], runs: [JSONBench.Work: [Duration]]) {
        self.shape = shape
        let numbers = Double(shape.reduce(1, *))
        results = JSONBench.Work.allCases.compactMap { work in
            guard let runs = runs[work], let fastest = runs.first else { return nil }
            let median = runs[runs.count / 2].seconds
            let bytes = bench.byteCount(of: work)
            return Result(
                work: work, runs: runs.count, textBytes: bytes, median: median,
                minimum: fastest.seconds, bytesPerSecond: Double(bytes) / median,
                nanosecondsPerNumber: median * 1e9 / numbers)
        }
    }

    /// The report as people read it.
    var text: String {
        var table = TextTable(heading: [
            "work", "runs", "text", "median", "minimum", "MB/s", "ns a number",
        ])
        for result in results {
            table.append([
                result.work.rawValue, "\(result.runs)", Figures.bytes(result.textBytes),
                Figures.time(result.median), Figures.time(result.minimum),
                Figures.number(result.bytesPerSecond / 1e6),
                Figures.number(result.nanosecondsPerNumber),
            ])
        }
        return (["float32 \(shape)", ""] + table.lines(indent: "")).joined(separator: "\n")
    }
}
