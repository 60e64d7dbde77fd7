/// Something that has metrics to show.
public protocol MetricSource: Sendable {
    /// Writes all families it has, each whole.
    ///
    /// Called on a thread that may wait a little, never on a reactor.
    func write(to exposition: inout Exposition)
}

extension Exposition {
    /// The text of all sources, in their order.
    public static func text(of sources: [any MetricSource], as format: Format) -> [UInt8] {
        var exposition = Exposition(format: format)
        for source in sources { source.write(to: &exposition) }
        return exposition.finished()
    }
}
