//! Numbers as Terraform prints them.

use super::Number;

fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

fn shown(it: Option<Number>) -> String {
    it.and_then(|it| it.text()).unwrap_or_else(|| "inexact".to_owned())
}

#[test]
fn what_is_written_comes_out_in_its_shortest_form() {
    for (text, wanted) in [
        ("1.50", "1.5"),
        ("1e21", "1000000000000000000000"),
        ("1E-2", "0.01"),
        ("-0.05", "-0.05"),
        ("-0", "-0"),
        ("-0.0", "-0"),
        ("000", "0"),
        ("1e-30", "0.000000000000000000000000000001"),
        ("9007199254740993.5", "9007199254740993.5"),
        ("123456789012345678901234567890123456789012345678901234567890", ""),
        ("0.1234567890123456789012345678901234567890123456789012345678901234567890123", ""),
    ] {
        let wanted = if wanted.is_empty() { text } else { wanted };
        assert_eq!(shown(Number::parse(text)), wanted, "{text}");
    }
    assert_eq!(shown(Number::parse("1e100")), format!("1{}", "0".repeat(100)));
}

#[test]
fn arithmetic_is_that_of_512_bits() {
    let third = format!("0.{}5", "3".repeat(154));
    let two = |a: &str, b: &str| (number(a), number(b));
    for (a, operator, b, wanted) in [
        ("0.1", '+', "0.2", "0.3"),
        ("0.1", '*', "3", "0.3"),
        ("1", '/', "3", &*third),
        ("7", '/', "2", "3.5"),
        ("-7", '%', "3", "-1"),
        ("5", '%', "-5", "0"),
        ("7.5", '%', "2", "1.5"),
        ("-7.5", '%', "2", "-1.5"),
        ("10", '%', "0.1", "0"),
        ("-1", '*', "0", "-0"),
        ("0", '/', "-2", "-0"),
        ("0", '-', "0", "0"),
        ("3", '-', "3", "0"),
        ("0.3", '-', "0.3", "0"),
        ("1e30", '*', "1e30", "1000000000000000000000000000000000000000000000000000000000000"),
    ] {
        let (x, y) = two(a, b);
        let result = match operator {
            '+' => x.plus(&y),
            '-' => x.minus(&y),
            '*' => x.times(&y),
            '/' => x.divided_by(&y),
            _ => x.remainder(&y),
        };
        assert_eq!(shown(result), wanted, "{a} {operator} {b}");
    }
}

#[test]
fn fewer_bits_show_fewer_digits() {
    let counted = |it: i64| Number::from(it);
    assert_eq!(shown(counted(1).divided_by(&counted(3))), "0.33333333333333333334");
    assert_eq!(shown(counted(100).divided_by(&counted(3))), "33.333333333333333332");
    let double = |it: f64| Number::of_double(it).expect("a number");
    assert_eq!(shown(double(8.0).divided_by(&double(3.0))), "2.6666666666666665");
    assert_eq!(shown(Some(double(0.1))), "0.1");
    assert_eq!(shown(Some(double(2_f64.powi(62)))), "4611686018427388000");
}

#[test]
fn rounding_to_whole_numbers() {
    assert_eq!(shown(Some(number("-1.5").floor())), "-2");
    assert_eq!(shown(Some(number("0.5").floor())), "0");
    assert_eq!(shown(Some(number("-0.5").ceiling())), "0");
    assert_eq!(shown(Some(number("1.2").ceiling())), "2");
    assert_eq!(shown(Some(number("-0").size())), "0");
}

#[test]
fn decimals_are_rounded_from_all_digits() {
    for (text, decimals, fixed, scientific) in [
        ("2.675", 2, "2.67", "2.67e+00"),
        ("0.25", 1, "0.2", "2.5e-01"),
        ("0.35", 1, "0.3", "3.5e-01"),
        ("9.99", 1, "10.0", "1.0e+01"),
        ("0.001", 1, "0.0", "1.0e-03"),
        ("1234.5678", 0, "1235", "1e+03"),
        ("0", 2, "0.00", "0.00e+00"),
        ("12345678", 3, "12345678.000", "1.235e+07"),
    ] {
        assert_eq!(number(text).fixed(decimals), fixed, "{text}");
        assert_eq!(number(text).scientific(decimals), scientific, "{text}");
    }
}

#[test]
fn numbers_are_ordered() {
    let rising = ["-1e40", "-2.5", "-1", "0", "0.1", "0.3", "1", "1e40", "1e41"];
    for pair in rising.windows(2) {
        assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
    }
    assert_eq!(number("-0"), number("0"));
    assert_eq!(number("0.50"), number("5e-1"));
}

#[test]
fn what_is_no_number_is_none() {
    for text in ["", ".", "-", "1.2.3", "abc", "0x10", "1e", "1_000"] {
        assert!(Number::parse(text).is_none(), "{text}");
    }
}

#[test]
fn what_is_too_large_or_small_has_no_text() {
    for text in ["1e400", "1e-400", &"7".repeat(200)] {
        assert_eq!(shown(Number::parse(text)), "inexact");
    }
    let large = number("1e200");
    let product = (0..10).try_fold(large.clone(), |it, _| it.times(&large));
    assert!(product.is_none_or(|it| it.text().is_none()));
}

#[test]
fn what_is_written_is_kept() {
    let written = |text| Number::written(text).expect("a number");
    for text in ["2.50", "0.0", "3", "-1.00", "0", "12345678901234567890123456789012345678"] {
        assert_eq!(written(text).text().as_deref(), Some(text));
    }
    assert_eq!(written("2.50"), number("2.5"));
    assert_eq!(written("2.0").as_i64(), Some(2));
    assert!(written("2.0").is_whole());
    for text in ["1e3", "-0", ".5", "5.", "1.5e+3"] {
        assert_eq!(written(text).text(), None, "{text}");
    }
    assert!(Number::written("2.5.0").is_none());
}
