import Serving
import Tensors

/// Reads a JSON body in any of the three forms, told apart by its keys.
///
/// `{"instances": …}` is the row form, `{"inputs": …}` the column form or, where it holds a list
/// of objects, the Open Inference Protocol. The keys may stand in any order; unknown ones are
/// ignored.
struct JSONPredictionReader {
    let signature: ModelSignature
    private var request: PredictionRequest?
    private var seen: Set<String> = []
    private var id: JSONScanner?
    private var outputs: JSONScanner?

    /// Reads a whole body.
    static func read(
        _ body: [UInt8], signature: ModelSignature, limits: BodyLimits = BodyLimits()
    ) throws(RequestError) -> PredictionRequest {
        try JSONScanner.scan(body, limits: limits) { scanner throws(RequestError) in
            var reader = JSONPredictionReader(signature: signature)
            return try reader.read(&scanner)
        }
    }

    private init(signature: ModelSignature) { self.signature = signature }

    private mutating func read(
        _ scanner: inout JSONScanner
    ) throws(RequestError) -> PredictionRequest {
        try scanner.readObject { scanner, key, keyOffset throws(RequestError) in
            try readMember(&scanner, key: key, keyOffset: keyOffset)
        }
        try scanner.expectEnd()
        guard var request else { throw .missingKey("\"instances\" or \"inputs\"", in: "the body") }
        if case .openInference = request.form {
            request.form = .openInference(id: try readID(), outputs: try readOutputNames())
        }
        return request
    }

    private mutating func readMember(
        _ scanner: inout JSONScanner, key: String, keyOffset: Int
    ) throws(RequestError) {
        let known = ["instances", "inputs", "outputs", "id", "parameters", "signature_name"]
        if known.contains(key), !seen.insert(key).inserted {
            throw .duplicateKey(key, offset: keyOffset)
        }
        switch key {
        case "instances":
            guard request == nil else { throw .severalForms }
            request = try readRowForm(&scanner)
        case "inputs":
            guard request == nil else { throw .severalForms }
            request = try readColumnsOrOpenInference(&scanner)
        case "signature_name": _ = try scanner.readString()
        case "parameters":
            guard scanner.peek() == UInt8(ascii: "{") else {
                throw scanner.failure(expected: "'{'")
            }
            try scanner.skipValue()
        // Whether these mean anything is known once the form is.
        case "id":
            id = scanner
            try scanner.skipValue()
        case "outputs":
            outputs = scanner
            try scanner.skipValue()
        default: try scanner.skipValue()
        }
    }

    private func readColumnsOrOpenInference(
        _ scanner: inout JSONScanner
    ) throws(RequestError) -> PredictionRequest {
        var ahead = scanner
        if ahead.accept("["), ahead.peek() == UInt8(ascii: "{"), !meansBase64(ahead) {
            return try readOpenInferenceForm(&scanner)
        }
        return try readColumnForm(&scanner)
    }

    private func readID() throws(RequestError) -> String? {
        guard var scanner = id else { return nil }
        return try scanner.readString()
    }

    private func readOutputNames() throws(RequestError) -> [String] {
        guard var scanner = outputs else { return [] }
        let known = signature.outputs.map(\.name)
        var names: [String] = []
        try scanner.readList { scanner, _ throws(RequestError) in
            var name: String?
            let start = scanner.offset
            try scanner.readObject { scanner, key, _ throws(RequestError) in
                if key == "name" {
                    name = try scanner.readString()
                } else {
                    try scanner.skipValue(depth: 3)
                }
            }
            guard let name else { throw .missingKey("\"name\"", in: "outputs[\(names.count)]") }
            guard known.contains(name) else { throw .unknownOutput(name, known: known) }
            // A short request could ask for an answer without end.
            guard !names.contains(name) else { throw .duplicateKey(name, offset: start) }
            names.append(name)
        }
        return names
    }
}
