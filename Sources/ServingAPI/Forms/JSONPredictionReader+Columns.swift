import Serving
import Tensors

/// TensorFlow Serving's column form: the tensor itself, or an object of named tensors.
extension JSONPredictionReader {
    func readColumnForm(_ scanner: inout JSONScanner) throws(RequestError) -> PredictionRequest {
        var inputs = InputSet(for: signature)
        if scanner.peek() == UInt8(ascii: "{"), !meansBase64(scanner) {
            var given: Set<Int> = []
            try scanner.readObject { scanner, key, keyOffset throws(RequestError) in
                let index = try inputs.index(of: key)
                guard given.insert(index).inserted else {
                    throw .duplicateKey(key, offset: keyOffset)
                }
                var reader = signature.inputs[index].reader(path: "inputs.\(key)")
                try reader.readTensor(&scanner)
                try inputs.set(reader, at: index)
            }
        } else if let input = signature.inputs.first, signature.inputs.count == 1 {
            var reader = input.reader(path: "inputs")
            try reader.readTensor(&scanner)
            try inputs.set(reader, at: 0)
        } else {
            throw .severalInputs(
                form: "a value under \"inputs\"", names: signature.inputs.map(\.name))
        }
        return PredictionRequest(inputs: try inputs.complete(), form: .columns)
    }
}
