//! How the `awscc` provider spells what CloudFormation calls a property.

/// Names that count as one word.
const ONE_WORD: [(&str, &str); 6] = [
    ("CloudFormation", "Cloudformation"),
    ("CloudFront", "Cloudfront"),
    ("CloudWatch", "Cloudwatch"),
    ("CNAMEs", "Cnames"),
    ("FSx", "Fsx"),
    ("OTel", "Otel"),
];

/// `VpcConfig` → `vpc_config`, `KMSKeyId` → `kms_key_id`, `Ec2SubnetId` → `ec_2_subnet_id`.
///
/// A digit begins a word after a small letter, and not after a capital (`S3Object` →
/// `s3_object`); any letter begins one after a digit. The provider has other names for `Id` and
/// `Provider` of a resource itself, which no view reads.
pub(super) fn snake_case(name: &str) -> String {
    let mut name = name.to_owned();
    for (words, word) in ONE_WORD {
        name = name.replace(words, word);
    }
    let letters: Vec<char> = name.chars().collect();
    let mut spelled = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|it| letters[it]);
        if before.is_some_and(|before| starts_word(before, *letter, letters.get(index + 1))) {
            spelled.push('_');
        }
        match letter.is_ascii_alphanumeric() {
            true => spelled.push(letter.to_ascii_lowercase()),
            false => spelled.push('_'),
        }
    }
    spelled
}

fn starts_word(before: char, letter: char, after: Option<&char>) -> bool {
    if before.is_ascii_lowercase() {
        return letter.is_ascii_uppercase() || letter.is_ascii_digit();
    }
    if before.is_ascii_digit() {
        return letter.is_ascii_alphabetic();
    }
    // The last of several capitals belongs to what follows.
    before.is_ascii_uppercase()
        && letter.is_ascii_uppercase()
        && after.is_some_and(char::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn properties_are_spelled_as_the_provider_does() {
        for (name, expected) in [
            ("Name", "name"),
            ("VpcId", "vpc_id"),
            ("VPCId", "vpc_id"),
            ("KMSKeyId", "kms_key_id"),
            ("ResourcesVpcConfig", "resources_vpc_config"),
            ("VolumeSizeInGB", "volume_size_in_gb"),
            ("TLSCertificateConfiguration", "tls_certificate_configuration"),
            ("DBClusterIdentifier", "db_cluster_identifier"),
            ("ETag", "e_tag"),
            ("VCpuCount", "v_cpu_count"),
            // Digits.
            ("S3Object", "s3_object"),
            ("DefinitionS3Location", "definition_s3_location"),
            ("Ec2SubnetId", "ec_2_subnet_id"),
            ("Ipv6CidrBlock", "ipv_6_cidr_block"),
            ("IPv6Enabled", "i_pv_6_enabled"),
            ("Gs05TimeFormat", "gs_05_time_format"),
            ("Tn3270", "tn_3270"),
            ("AWS99Thing", "aws99_thing"),
            ("mp4", "mp_4"),
            ("FSx", "fsx"),
            // Names that count as one word.
            ("CloudWatchLogsRoleArn", "cloudwatch_logs_role_arn"),
            ("FSxLustreConfig", "fsx_lustre_config"),
            ("OTelEnrichment", "otel_enrichment"),
            ("CNAMEs", "cnames"),
            // What CloudFormation spells so already.
            ("user_name", "user_name"),
            ("x.y", "x_y"),
            ("", ""),
        ] {
            assert_eq!(snake_case(name), expected, "{name}");
        }
    }
}
