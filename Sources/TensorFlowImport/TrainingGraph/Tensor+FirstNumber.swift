import Tensors

extension Tensor {
    /// The first element; nil for none, or a type that scripts don't use for switches.
    var firstNumber: Double? {
        guard elementCount > 0 else { return nil }
        return switch elementType {
        case .bool: elements(as: Bool.self)[0] ? 1 : 0
        case .int32: Double(elements(as: Int32.self)[0])
        case .int64: Double(elements(as: Int64.self)[0])
        case .float32: Double(elements(as: Float.self)[0])
        case .float64: elements(as: Double.self)[0]
        default: nil
        }
    }
}
