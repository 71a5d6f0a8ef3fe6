//! Multiplication in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x + 1 (FIPS 197, 4.2).
//! No table and no branch depends on the factors, so neither time nor cache tells them.

/// The product of two bytes of the field.
pub(super) fn times(left: u8, right: u8) -> u8 {
    let (mut product, mut shifted) = (0, left);
    for bit in 0..8 {
        product ^= shifted & mask(right >> bit);
        shifted = (shifted << 1) ^ (0x1B & mask(shifted >> 7));
    }
    product
}

/// All ones where the lowest bit is set, else zero.
fn mask(bit: u8) -> u8 {
    (bit & 1).wrapping_neg()
}

/// The byte by which `byte` gives 1; 0 for 0. Every byte but 0 has order 255, so it is the 254th
/// power.
pub(super) fn inverse(byte: u8) -> u8 {
    (0..254).fold(1, |power, _| times(power, byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    // Finds: a wrong polynomial, under which no other program could combine the shares.
    #[test]
    fn products_are_those_of_the_standard() {
        assert_eq!(times(0x57, 0x83), 0xC1);
        assert_eq!(times(0x57, 0x13), 0xFE);
    }

    // Finds: a byte that has no inverse, so that two of the three shares would give nothing back.
    #[test]
    fn every_byte_times_its_inverse_is_one_and_times_is_commutative() {
        for left in 0..=255 {
            assert_eq!(times(left, inverse(left)), u8::from(left != 0), "{left}");
            for right in 0..=255 {
                assert_eq!(times(left, right), times(right, left));
            }
        }
    }
}
