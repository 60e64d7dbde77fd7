import Checkpoints
import Tensors
import Testing
import Wire

@Suite("Data types")
struct DataTypeTests {
    @Test("every element type has a data type and comes back", arguments: ElementType.allCases)
    func roundTrip(elementType: ElementType) {
        #expect(TFDataType(elementType).elementType == elementType)
    }

    @Test("a reference has the type of its variable")
    func references() {
        #expect(TFDataType.dtFloatRef.withoutReference == .dtFloat)
        #expect(TFDataType.dtBfloat16Ref.elementType == .bfloat16)
        #expect(TFDataType.dtFloat.withoutReference == .dtFloat)
    }

    @Test("names are TensorFlow's")
    func names() {
        #expect(TFDataType.dtHalf.name == "float16")
        #expect(TFDataType.dtStringRef.name == "string_ref")
        #expect(TFDataType.UNRECOGNIZED(99).name == "DataType(99)")
    }

    @Test("what is no plain number has no element type")
    func others() {
        for type: TFDataType in [
            .dtInvalid, .dtString, .dtComplex64, .dtQint8, .dtResource, .dtVariant,
            .UNRECOGNIZED(99),
        ] {
            #expect(type.elementType == nil)
        }
    }
}
