import Foundation
import Load
import ServingAPI
import Tensors

/// The requests that put load on a server, made of files.
enum RequestBodies {
    /// Bodies of more bytes than this in all are not made: the first rows are asked about again.
    private static let limit = 64 << 20

    /// One request for every so many rows of a NumPy file.
    static func requests(
        data path: String, form: RequestForm, rows: Int, input: String, to target: String,
        fields: [(name: String, value: String)]
    ) throws -> [LoadRequest] {
        let file = try NpyRowReader(path: path)
        guard file.rowCount >= rows else {
            throw usageFailure(
                TooFewRows(path: path, given: file.rowCount, wanted: rows))
        }
        var requests: [LoadRequest] = []
        var bytes = 0
        var row = 0
        while row + rows <= file.rowCount, requests.isEmpty || bytes < limit {
            let (own, body) = try form.request(for: try file.rows(row..<row + rows), input: input)
            requests.append(
                LoadRequest(method: "POST", path: target, fields: own + fields, body: body))
            bytes += body.count
            row += rows
        }
        return requests
    }

    /// A request with the bytes of a file.
    static func request(
        body path: String, to target: String, fields: [(name: String, value: String)]
    ) throws -> LoadRequest {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        return LoadRequest(method: "POST", path: target, fields: fields, body: Array(bytes))
    }

    private struct TooFewRows: Error, CustomStringConvertible {
        let path: String
        let given: Int
        let wanted: Int

        var description: String {
            "\(path) has \(given) rows; a request of \(wanted) can't be made of them"
        }
    }
}
