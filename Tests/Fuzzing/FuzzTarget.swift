/// A reader of bytes from outside, run on bytes that nobody would send.
///
/// A run ends in a trap if the reader breaks a promise, and in nothing else: what is wrong with the
/// bytes is the reader's to refuse.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Requests of an HTTP/1.1 connection.
    case http1
    /// Frames of an HTTP/2 connection behind the preface.
    case http2
    /// A request's body as JSON, npy or plain elements.
    case body
    /// A `.npy` file.
    case npy
    /// A data block of a checkpoint's table.
    case table
    /// A MetaGraph, and its import.
    case graph

    /// Reads the bytes.
    public func run(_ bytes: [UInt8]) {
        switch self {
        case .http1: HTTP1Run.run(bytes)
        case .http2: HTTP2Run.run(bytes)
        case .body: BodyRun.run(bytes)
        case .npy: NpyRun.run(bytes)
        case .table: TableRun.run(bytes)
        case .graph: GraphRun.run(bytes)
        }
    }
}
