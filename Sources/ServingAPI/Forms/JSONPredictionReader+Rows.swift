import Serving
import Tensors

/// TensorFlow Serving's row form: a list of rows, each a value or an object of named values.
extension JSONPredictionReader {
    func readRowForm(_ scanner: inout JSONScanner) throws(RequestError) -> PredictionRequest {
        var inputs = InputSet(for: signature)
        var ahead = scanner
        guard ahead.accept("[") else { throw ahead.failure(expected: "a list of rows") }
        if ahead.accept("]") { throw .noRows(input: signature.inputs.first?.name ?? "") }
        if ahead.peek() == UInt8(ascii: "{"), !meansBase64(ahead) {
            try readObjects(&scanner, into: &inputs)
        } else if let input = signature.inputs.first, signature.inputs.count == 1 {
            var reader = input.reader(path: "instances")
            try reader.readTensor(&scanner)
            try inputs.set(reader, at: 0)
        } else {
            throw .severalInputs(
                form: "a list of values under \"instances\"", names: signature.inputs.map(\.name))
        }
        return PredictionRequest(inputs: try inputs.complete(), form: .rows)
    }

    /// Whether the object that is next holds bytes, and not an input of that name.
    func meansBase64(_ scanner: JSONScanner) -> Bool {
        scanner.isBase64Next && !signature.inputs.contains { $0.name == "b64" }
    }

    private func readObjects(
        _ scanner: inout JSONScanner, into inputs: inout InputSet
    ) throws(RequestError) {
        var readers = signature.inputs.map {
            $0.reader(path: "instances", rowSuffix: ".\($0.name)")
        }
        // The last row that gave each input.
        var lastRows = [Int](repeating: -1, count: readers.count)
        try scanner.readList { scanner, row throws(RequestError) in
            try scanner.readObject { scanner, key, keyOffset throws(RequestError) in
                let index = try inputs.index(of: key)
                guard lastRows[index] < row else { throw .duplicateKey(key, offset: keyOffset) }
                lastRows[index] = row
                try readers[index].readRow(&scanner)
            }
            if let missing = lastRows.firstIndex(where: { $0 < row }) {
                throw .missingKey("\"\(signature.inputs[missing].name)\"", in: "instances[\(row)]")
            }
        }
        for (index, reader) in readers.enumerated() { try inputs.set(reader, at: index) }
    }
}
