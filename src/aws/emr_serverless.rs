//! Amazon EMR Serverless: applications, and the job runs that state machines start in them.

use crate::aws::settings::{self, Settings, is_text};
use crate::truth::{Needs, Truth};
use crate::world::{Field, Kinds, Link, List, Place, Resource, State, View};

const SPARK_DEFAULTS: &str = "spark-defaults";
const INTERNODE: &str = "spark.ssl.internode.enabled";

/// With Lake Formation workers speak TLS without being told to. Whether they can be told not to is
/// not documented.
/// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/emr-serverless-lf-enable.html>
const LAKE_FORMATION: &str = "spark.emr-serverless.lakeformation.enabled";

pub struct Application<'w> {
    /// Spark or Hive, in any case.
    pub engine: Field<'w, &'w str>,
    pub release_label: Field<'w, &'w str>,
    runtime: Field<'w, ()>,
    settings: List<'w>,
}

impl<'w> View<'w> for Application<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EMRServerless::Application",
            terraform: "aws_emrserverless_application",
            awscc: "awscc_emrserverless_application",
            api: "emr-serverless:createApplication",
        })?;
        let runtime = ("RuntimeConfiguration", "runtime_configuration");
        Some(Self {
            engine: it.text(("Type", "type")),
            release_label: it.text(("ReleaseLabel", "release_label")),
            runtime: it.any(runtime),
            settings: it.list(runtime),
        })
    }
}

impl Application<'_> {
    pub fn is_spark(&self) -> Truth {
        self.engine.test(|it| it.eq_ignore_ascii_case("spark"))
    }

    /// Whether it tells its workers to speak TLS to each other.
    pub fn encrypts(&self) -> Truth {
        match told(&Settings::read(&self.settings)) {
            State::Set(it) => it.into(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }

    /// Whether Lake Formation makes its workers encrypt.
    pub fn is_governed(&self) -> Truth {
        Settings::read(&self.settings).is(SPARK_DEFAULTS, LAKE_FORMATION, "true")
    }

    /// Where it says so, or would.
    pub fn encryption_place(&self) -> Place {
        let settings = Settings::read(&self.settings);
        if let State::Set(it) = settings.get(SPARK_DEFAULTS, INTERNODE) {
            return it.place();
        }
        let gap = settings.gap(SPARK_DEFAULTS);
        let runtime = || self.runtime.node().map(|it| it.introduction());
        gap.or_else(runtime).unwrap_or_else(|| self.runtime.place())
    }
}

/// What settings say of encryption between workers; unset if they say nothing.
fn told(settings: &Settings<'_>) -> State<bool> {
    let governed = settings.is(SPARK_DEFAULTS, LAKE_FORMATION, "true");
    match (governed, settings.get(SPARK_DEFAULTS, INTERNODE)) {
        (Truth::Yes, _) => State::Set(true),
        (Truth::No, State::Unset) => State::Unset,
        (_, State::Set(it)) if is_text(&it, "true") => State::Set(true),
        (Truth::No, State::Set(_)) => State::Set(false),
        (Truth::Unknown(needs), _) | (Truth::No, State::Unknown(needs)) => State::Unknown(needs),
    }
}

/// A run of a Spark job.
pub struct JobRun<'w> {
    pub application: Link<'w, Application<'w>>,
    /// As on a command line.
    parameters: Field<'w, &'w str>,
    settings: List<'w>,
}

impl<'w> View<'w> for JobRun<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "",
            awscc: "",
            api: "emr-serverless:startJobRun",
        })?;
        // One of Hive has another driver.
        it.any("JobDriver.SparkSubmit").is_written().possibly().then(|| Self {
            application: it.link("ApplicationId"),
            parameters: it.text("JobDriver.SparkSubmit.SparkSubmitParameters"),
            settings: it.list("ConfigurationOverrides.ApplicationConfiguration"),
        })
    }
}

/// What a job run says of encryption between its workers.
pub enum Told {
    /// Whatever the application says.
    Nothing,
    On(Place),
    Off(Place),
    /// By a group of settings that takes the place of the application's, and says nothing of it.
    Dropped(Place),
    Unknown(Needs),
}

impl<'w> JobRun<'w> {
    /// Parameters come before settings, and settings take the place of the application's: "Only
    /// the properties included in `StartJobRun` is considered for this classification."
    /// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/default-configs.html>
    pub fn told(&self) -> Told {
        match self.parameters.state() {
            State::Set(line) => match on_command_line(line) {
                Some(true) => return Told::On(self.parameters.place()),
                Some(false) => return Told::Off(self.parameters.place()),
                None => (),
            },
            State::Unset => (),
            State::Unknown(needs) => return Told::Unknown(needs),
        }
        let settings = Settings::read(&self.settings);
        let place = || match settings.get(SPARK_DEFAULTS, INTERNODE) {
            State::Set(it) => Some(it.place()),
            State::Unset | State::Unknown(_) => settings.gap(SPARK_DEFAULTS),
        };
        let place = || place().unwrap_or_else(|| self.parameters.place());
        match (told(&settings), settings.has(SPARK_DEFAULTS)) {
            (State::Set(true), _) => Told::On(place()),
            (State::Set(false), _) => Told::Off(place()),
            (State::Unknown(needs), _) | (State::Unset, Truth::Unknown(needs)) => {
                Told::Unknown(needs)
            }
            (State::Unset, Truth::Yes) => Told::Dropped(place()),
            (State::Unset, Truth::No) => Told::Nothing,
        }
    }
}

/// What the last `--conf` that is about it says.
fn on_command_line(line: &str) -> Option<bool> {
    let said =
        |key: &str| settings::on_command_line(line, key).map(|it| it.eq_ignore_ascii_case("true"));
    said(LAKE_FORMATION).filter(|it| *it).or_else(|| said(INTERNODE))
}
