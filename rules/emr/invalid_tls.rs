use crate::aws::emr::SecurityConfiguration;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-invalid-tls",
    severity: Severity::Error,
    page: include_str!("invalid_tls.md"),
    controls: &["CT.EMR.PR.4"],
    related: &["EMR.4"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(it) = resource.view::<SecurityConfiguration<'_>>() else { return };
    let on = it.in_transit.is(true);
    if on == Truth::No {
        return;
    }

    if report.judge(on.clone() & it.certificates.is_unset()) {
        report.flag(
            it.certificates.place(),
            "in-transit encryption is on, but no certificates are configured",
        );
        return;
    }
    match it.provider.state() {
        State::Unknown(needs) => {
            report.judge(on & Truth::Unknown(needs));
        }
        State::Unset => {
            if report.judge(on & it.certificates.is_written()) {
                report.flag(it.provider.place(), "the TLS certificates have no provider type");
            }
        }
        State::Set("EMR") => (),
        State::Set(provider @ ("PEM" | "Custom")) => {
            if report.judge(on.clone() & !it.object.is_written()) {
                report.flag(
                    it.object.place(),
                    format!("certificates of type {provider} have no `S3Object`"),
                );
            } else if provider == "Custom" && report.judge(on.clone() & it.class.is_unset()) {
                report.flag(
                    it.class.place(),
                    "a custom certificate provider has no `CertificateProviderClass`",
                );
            }
            let ending = if provider == "PEM" { ".zip" } else { ".jar" };
            if (on & it.object.test(|it| !it.ends_with(ending))).certainly() {
                let finding = report.flag(
                    it.object.place(),
                    format!("certificates of type {provider} are expected in a `{ending}` file"),
                );
                finding.severity = Severity::Note;
            }
        }
        State::Set(other) => {
            if report.judge(on) {
                report.flag(
                    it.provider.place(),
                    format!("`{other}` is no certificate provider type: PEM, Custom or EMR"),
                );
            }
        }
    }
}
