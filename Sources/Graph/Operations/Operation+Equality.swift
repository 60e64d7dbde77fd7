import Tensors

extension Operation {
    /// Whether both compute the same from the same inputs; constants are told apart by their bytes.
    func isSame(as other: Operation) -> Bool { payload.isSame(as: other.payload) }
}

extension OperationPayload {
    func isSame(as other: any OperationPayload) -> Bool { false }
}

extension OperationPayload where Self: Equatable {
    func isSame(as other: any OperationPayload) -> Bool { (other as? Self) == self }
}

extension Tensor {
    /// Whether both have the same type and bytes.
    func isSame(as other: Tensor) -> Bool {
        guard elementType == other.elementType, shape == other.shape else { return false }
        return withUnsafeBytes { bytes in
            other.withUnsafeBytes { others in
                bytes.baseAddress == others.baseAddress || bytes.elementsEqual(others)
            }
        }
    }

    func isSame(as other: any OperationPayload) -> Bool {
        (other as? Tensor).map { isSame(as: $0) } ?? false
    }
}
