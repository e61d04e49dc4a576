//! Controls and requirements of others that rules stand beside.
//!
//! Ids, titles and what a control looks at are those of AWS's documentation, read in November
//! 2026. Four controls of SageMaker and one of EMR look for what rules of this tool look for;
//! nothing in Security Hub or AWS Config looks at jobs, clusters or node groups themselves.
//! <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html>

use std::fmt;

/// A control, or a requirement of a framework.
#[derive(Debug)]
pub struct Control {
    pub id: &'static str,
    pub source: Source,
    /// None where its wording is not known for sure.
    pub title: Option<&'static str>,
    /// The AWS Config rule that evaluates it.
    pub config_rule: Option<&'static str>,
    /// What AWS lists as its related requirements, of NIST 800-53 r5.
    pub requirements: &'static [&'static str],
    /// The kinds of resources that it looks at, by every name they go by.
    pub kinds: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    SecurityHub,
    ControlTower,
    /// NIST SP 800-53, revision 5. What AWS does not say itself is related at most.
    Nist,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Source::SecurityHub => "AWS Security Hub",
            Source::ControlTower => "AWS Control Tower",
            Source::Nist => "NIST 800-53 r5",
        })
    }
}

/// How a rule stands to a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Both look for the same, in the kinds that the control looks at.
    Same,
    /// The control is about something near, or the rule is one way to meet it.
    Related,
}

impl Relation {
    pub fn name(self) -> &'static str {
        match self {
            Relation::Same => "same",
            Relation::Related => "related",
        }
    }
}

/// The control of that id.
pub fn control(id: &str) -> Option<&'static Control> {
    CONTROLS.iter().find(|it| it.id == id)
}

pub static CONTROLS: &[Control] = &[
    Control {
        id: "SageMaker.9",
        source: Source::SecurityHub,
        title: Some(
            "SageMaker data quality job definitions should have inter-container traffic encryption enabled",
        ),
        config_rule: Some("sagemaker-data-quality-job-encrypt-in-transit"),
        requirements: &[],
        kinds: &[
            "AWS::SageMaker::DataQualityJobDefinition",
            "aws_sagemaker_data_quality_job_definition",
            "awscc_sagemaker_data_quality_job_definition",
            "sagemaker:createDataQualityJobDefinition",
        ],
    },
    Control {
        id: "SageMaker.10",
        source: Source::SecurityHub,
        title: Some(
            "SageMaker model explainability job definitions should have inter-container traffic encryption enabled",
        ),
        config_rule: Some("sagemaker-model-explainability-job-encrypt-in-transit"),
        requirements: &[],
        kinds: &[
            "AWS::SageMaker::ModelExplainabilityJobDefinition",
            "awscc_sagemaker_model_explainability_job_definition",
            "sagemaker:createModelExplainabilityJobDefinition",
        ],
    },
    Control {
        id: "SageMaker.13",
        source: Source::SecurityHub,
        title: Some(
            "SageMaker model quality job definitions should have inter-container traffic encryption enabled",
        ),
        config_rule: Some("sagemaker-model-quality-job-encrypt-in-transit"),
        requirements: &[],
        kinds: &[
            "AWS::SageMaker::ModelQualityJobDefinition",
            "awscc_sagemaker_model_quality_job_definition",
            "sagemaker:createModelQualityJobDefinition",
        ],
    },
    Control {
        id: "SageMaker.15",
        source: Source::SecurityHub,
        title: Some(
            "SageMaker model bias job definitions should have inter-container traffic encryption enabled",
        ),
        config_rule: Some("sagemaker-model-bias-job-encrypt-in-transit"),
        requirements: &[],
        kinds: &[
            "AWS::SageMaker::ModelBiasJobDefinition",
            "awscc_sagemaker_model_bias_job_definition",
            "sagemaker:createModelBiasJobDefinition",
        ],
    },
    Control {
        id: "EMR.4",
        source: Source::SecurityHub,
        title: Some("Amazon EMR security configurations should be encrypted in transit"),
        config_rule: Some("emr-security-configuration-encryption-transit"),
        requirements: &[
            "AC-4", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SC-13", "SC-23", "SC-23(3)",
        ],
        kinds: &[
            "AWS::EMR::SecurityConfiguration",
            "aws_emr_security_configuration",
            "awscc_emr_security_configuration",
        ],
    },
    Control {
        id: "CT.EMR.PR.4",
        source: Source::ControlTower,
        title: None,
        config_rule: None,
        requirements: &[],
        // It is a hook of CloudFormation.
        kinds: &["AWS::EMR::SecurityConfiguration"],
    },
    requirement("SC-8"),
    requirement("SC-8(1)"),
    requirement("SC-13"),
];

const fn requirement(id: &'static str) -> Control {
    Control {
        id,
        source: Source::Nist,
        title: None,
        config_rule: None,
        requirements: &[],
        kinds: &[],
    }
}
