import Serving
import Tensors

extension RequestError: CustomStringConvertible {
    /// What is wrong and how to mend it, in a sentence for the one who sent the request.
    var description: String {
        switch self {
        case .notFound(let path): "nothing at \(Self.excerpt(path))"
        case .methodNotAllowed(let method, let allowed):
            "\(method) is not allowed here; use \(allowed.joined(separator: " or "))"
        case .unsupportedMediaType(let type, let accepted):
            "the content type \(Self.excerpt(type)) is not supported; send \(accepted.joined(separator: ", "))"
        case .unsupportedContentEncoding(let encoding):
            "the content encoding \(Self.excerpt(encoding)) is not supported; send the body as it is, or in "
                + "one of \(ContentCoding.accepted)"
        case .compression(let reason): "the body can't be decompressed: \(reason)"
        case .decompressed(let limit, let compressed):
            "the body of \(compressed) bytes would become more than \(limit) bytes; send fewer rows, "
                + "or compress less"
        case .readerTrapped(let signal):
            "the reader of this body trapped (signal \(signal)): that is a fault of the server, which "
                + "goes on; report it with the body"
        case .outOfMemory: "too busy: other requests take all the memory there is; try again"
        case .notAcceptable(let accept, let offered):
            "nothing in 'Accept: \(Self.excerpt(accept))' can be answered; accept "
                + offered.joined(separator: ", ")
        case .headerField(let name, let value, let expected):
            "the header field \(name) is '\(Self.excerpt(value))'; expected \(expected)"

        case .json(let offset, let expected, let found):
            "bad JSON at byte \(offset): expected \(expected), found \(Self.name(of: found))"
        case .ragged(let offset, let path, let expected, let given):
            "\(path) has \(Self.count(given, "element")) where the lists before it have "
                + "\(expected) (it ends at byte \(offset))"
        case .duplicateKey(let key, let offset):
            "the key \"\(Self.excerpt(key))\" at byte \(offset) is a repeat"
        case .missingKey(let key, let place): "missing \(key) in \(place)"
        case .severalForms: "give either \"instances\" or \"inputs\", not both"
        case .npy(let error): Self.excerpt(error.description)
        case .partialRow(let bytes, let rowBytes, let row):
            "\(bytes) bytes are not a whole number of rows: a row is \(rowBytes) bytes, \(row)"
        case .severalInputs(let form, let names):
            "\(form) holds one tensor, and the model takes several: "
                + "\(names.joined(separator: ", ")); send JSON"
        case .openRows(let input, let expected):
            "raw elements need rows of a fixed size, and the input \"\(input)\" is "
                + "\(Self.shape(expected)); send JSON or .npy"

        case .unknownInput(let name, let known):
            "no input \"\(Self.excerpt(name))\"; the model takes \(known.joined(separator: ", "))"
        case .missingInput(let name): "the input \"\(name)\" is missing"
        case .unknownOutput(let name, let known):
            "no output \"\(Self.excerpt(name))\"; the model gives \(known.joined(separator: ", "))"
        case .shape(let input, let expected, let given):
            "wrong shape for the input \"\(input)\": expected \(Self.shape(expected)), "
                + "given \(given)"
        case .elementType(let input, let expected, let given):
            "wrong element type for the input \"\(input)\": expected \(expected), "
                + "given \(Self.excerpt(given))"
        case .conversion(let input, let error): "the input \"\(input)\": \(error)"
        case .valueCount(let input, let shape, let given):
            "the data of the input \"\(input)\" does not fill its shape: expected \(shape), "
                + "nested or flat, given \(given)"
        case .rowCounts(let counts):
            "the inputs have different numbers of rows: "
                + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        case .noRows(let input): "no rows: the input \"\(input)\" is empty"

        case .prediction(let error): Self.sentence(for: error)
        }
    }

    private static func sentence(for error: PredictionError) -> String {
        switch error {
        case .overloaded(let queued, let capacity, _):
            "too busy: \(queued) of at most \(capacity) rows are waiting; try again"
        case .tooLate(let wait, _):
            "too busy: the answer would take about \(milliseconds(wait)) ms, which is later than its "
                + "deadline; try again, or allow more time with X-Request-Timeout"
        case .displaced: "too busy: the queue is full of requests of higher priority; try again"
        case .tooManyRows(let rows, let limit):
            "\(count(rows, "row")) in one request, at most \(limit) are accepted"
        case .unavailable(let state): "the model is \(state)"
        case .deadlineExceeded: "the deadline passed, or would have, before the answer was ready"
        case .abandoned: "the client went away"
        case .failed(let reason): reason
        }
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }

    /// Dimensions as people write them, with `?` where any extent is accepted.
    private static func shape(_ dimensions: [Int?]) -> String {
        "[" + dimensions.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
    }

    /// What a request says, of which no more is repeated than helps to find it there.
    private static func excerpt(_ text: String) -> String {
        text.utf8.count <= 256 ? text : String(text.unicodeScalars.prefix(200)) + "…"
    }

    private static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func name(of byte: UInt8?) -> String {
        guard let byte else { return "the end" }
        guard (0x21...0x7E).contains(byte) else {
            return byte == 0x20 ? "a space" : "byte 0x" + String(byte, radix: 16, uppercase: true)
        }
        return "'\(Character(Unicode.Scalar(byte)))'"
    }
}
