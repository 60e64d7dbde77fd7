import Server
import Serving
import Tensors

extension PredictEndpoint.Terms {
    /// How much there is to do to decode a body.
    func work(for body: [UInt8]) -> DecodingStage.Work {
        guard coding == .identity else { return .compressed(body.count) }
        return contentType.format(of: body) == .json ? .text(body.count) : .elements(body.count)
    }
}

extension PredictEndpoint {
    /// Reads a body, and keeps up what the request holds of the memory.
    func decode(
        _ request: ServerRequest, _ terms: Terms, _ signature: ModelSignature
    ) throws(RequestError) -> (PredictionRequest, BodyFormat) {
        let memory = request.memory
        let body = try decompress(request.body, terms.coding, memory)
        // Tensors are seldom larger than what they come in, and are counted exactly afterwards.
        guard memory.grow(by: body.count) else { throw .outOfMemory }
        let format = terms.contentType.format(of: body)
        let limits = limits
        let prediction = try bulkhead.run { () throws(RequestError) -> PredictionRequest in
            switch format {
            case .json: try JSONPredictionReader.read(body, signature: signature, limits: limits)
            case .npy: try BinaryForms.readNpy(body, signature: signature)
            case .elements: try BinaryForms.readElements(body, signature: signature)
            }
        }
        memory.settle(at: prediction.inputs.reduce(0) { $0 + $1.byteCount })
        return (prediction, format)
    }

    private func decompress(
        _ body: [UInt8], _ coding: ContentCoding, _ memory: MemoryLease
    ) throws(RequestError) -> [UInt8] {
        guard coding != .identity else { return body }
        var granted = 0
        let decoded = try coding.decode(body, limits: limits) { bytes in
            guard memory.grow(by: bytes - granted) else { return false }
            granted = bytes
            return true
        }
        memory.settle(at: decoded.count)
        return decoded
    }
}
