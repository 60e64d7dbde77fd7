import Testing

@testable import ServingAPI

@Suite("Powers of five")
struct PowersOfFiveTests {
    private func power(_ exponent: Int) -> [UInt64] {
        let index = 2 * (exponent - PowersOfFive.exponents.lowerBound)
        return Array(PowersOfFive.halves[index..<index + 2])
    }

    @Test(
        "have the bits that Python's integers give",
        arguments: [
            (-342, [0xEEF4_53D6_923B_D65A, 0x113F_AA29_06A1_3B3F]),
            (-28, [0xFD87_B5F2_8300_CA0D, 0x8BCA_9D6E_1888_53FC]),
            (-27, [0x9E74_D1B7_91E0_7E48, 0x775E_A264_CF55_347E]),
            (-1, [0xCCCC_CCCC_CCCC_CCCC, 0xCCCC_CCCC_CCCC_CCCD]),
            (0, [0x8000_0000_0000_0000, 0]), (1, [0xA000_0000_0000_0000, 0]),
            (55, [0xD0CF_4B50_CFE2_0765, 0xFFF4_B4E3_F741_CF6D]),
            (56, [0x8281_8F12_81ED_449F, 0xBFF8_F10E_7A89_21A4]),
            (308, [0x8E67_9C2F_5E44_FF8F, 0x570F_09EA_A7EA_7648]),
        ] as [(Int, [UInt64])])
    func golden(exponent: Int, halves: [UInt64]) { #expect(power(exponent) == halves) }

    @Test("all start with a one")
    func normalized() {
        #expect(PowersOfFive.halves.count == 2 * PowersOfFive.exponents.count)
        for exponent in PowersOfFive.exponents { #expect(power(exponent)[0] >> 63 == 1) }
    }
}
