//! What a cluster's own settings encrypt, and what they turn off.
//!
//! Nothing is known here of Presto, Trino and the other applications of [`UNKNOWN`], whose settings
//! differ from release to release.

use super::{AttachedNodes, Cluster, FLEETS, GROUPS, PRIMARY, REQUESTED_FLEETS, REQUESTED_GROUPS};
use crate::aws::settings::{SPARK, SPARK_ENCRYPTS, Setting, Settings, is_text};
use crate::truth::{Needs, Truth};
use crate::world::{Field, Node, Place, State};

/// An application of a cluster, and whether the cluster's own settings encrypt what it sends.
pub struct Application {
    pub name: &'static str,
    pub encrypts: Truth,
    /// Where the cluster asks for it, if it does.
    pub place: Option<Place>,
    /// The settings it lacks, as one would write them.
    pub lacks: Vec<String>,
    /// Where the settings are that it has.
    pub has: Vec<Place>,
}

/// Runs on every cluster.
/// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-master-core-task-nodes.html>
const EVERYWHERE: [(&str, Setting); 2] = [
    ("Hadoop RPC", ("core-site", "hadoop.rpc.protection", "privacy")),
    ("HDFS block transfer", ("hdfs-site", "dfs.encrypt.data.transfer", "true")),
];

/// Runs where the application of that name is asked for.
const WHERE_ASKED_FOR: [(&str, &str, Setting); 2] = [
    (
        "Hadoop",
        "the shuffle of MapReduce",
        ("mapred-site", "mapreduce.shuffle.ssl.enabled", "true"),
    ),
    ("Tez", "the shuffle of Tez", ("tez-site", "tez.runtime.shuffle.ssl.enable", "true")),
];

/// Applications that send data from node to node, in ways of which too little is documented.
const UNKNOWN: [&str; 6] = ["Flink", "HBase", "Hive", "Presto", "PrestoSQL", "Trino"];

/// Settings that turn off what in-transit encryption turns on: classification, property, values,
/// and what is then sent in plaintext.
/// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html>
const DISABLING: [(&str, &str, &[&str], &str); 13] = [
    ("core-site", "hadoop.rpc.protection", &["authentication", "integrity"], "Hadoop RPC"),
    ("hdfs-site", "dfs.encrypt.data.transfer", &["false"], "HDFS block transfer"),
    ("mapred-site", "mapreduce.shuffle.ssl.enabled", &["false"], "the shuffle of MapReduce"),
    ("tez-site", "tez.runtime.shuffle.ssl.enable", &["false"], "the shuffle of Tez"),
    ("spark-defaults", "spark.authenticate", &["false"], "the traffic of Spark"),
    ("spark-defaults", "spark.network.crypto.enabled", &["false"], "the traffic of Spark"),
    ("yarn-site", "yarn.http.policy", &["HTTP_ONLY"], "the web interfaces of YARN"),
    ("hbase-site", "hbase.ssl.enabled", &["false"], "the web interfaces of HBase"),
    ("hbase-site", "hbase.rest.ssl.enabled", &["false"], "the REST server of HBase"),
    ("hbase-site", "hbase.thrift.ssl.enabled", &["false"], "the Thrift server of HBase"),
    ("hbase-site", "hbase.server.netty.tls.enabled", &["false"], "the servers of HBase"),
    ("hbase-site", "hbase.client.netty.tls.enabled", &["false"], "the clients of HBase"),
    ("flink-conf", "security.ssl.internal.enabled", &["false"], "the processes of Flink"),
];

/// A setting that turns encryption off.
pub struct Disabled {
    /// What is sent in plaintext.
    pub what: &'static str,
    pub place: Place,
}

impl<'w> Cluster<'w> {
    /// The settings of all its nodes.
    fn settings(&self) -> Settings<'w> {
        let settings = Settings::read(&self.list(("Configurations", "configurations_json")));
        // In Terraform also text, a file or an address.
        settings.and(&self.list(("", "configurations")))
    }

    /// What introduces the settings of all its nodes.
    pub fn settings_place(&self) -> Place {
        let fields: [Field<'w, ()>; 2] =
            [("Configurations", "configurations_json"), ("", "configurations")]
                .map(|it| self.it.any(it));
        let written = fields.iter().find_map(Field::node);
        written.map_or_else(|| fields[0].place(), |it| it.introduction())
    }

    /// What it runs, and whether its own settings encrypt that.
    pub fn applications(&self) -> Vec<Application> {
        let settings = self.settings();
        let mut all: Vec<Application> =
            EVERYWHERE.iter().map(|(name, it)| told(&settings, name, None, &[*it])).collect();
        for (application, name, setting) in WHERE_ASKED_FOR {
            if let Some(place) = self.asks_for(application) {
                all.push(told(&settings, name, Some(place), &[setting]));
            }
        }
        let spark = spark(&settings, self.asks_for("Spark"));
        // What encrypts Spark counts, whether or not the list of applications is known.
        if spark.place.is_some() || spark.encrypts.certainly() {
            all.push(spark);
        }
        all
    }

    /// Whether its own settings encrypt Hadoop's remote calls, and what HDFS transfers.
    pub fn encrypts_hadoop(&self) -> (Truth, Truth) {
        let settings = self.settings();
        let [rpc, transfer] = EVERYWHERE
            .map(|(_, (classification, key, value))| settings.is(classification, key, value));
        (rpc, transfer)
    }

    /// Where it asks for an application, if it does.
    pub fn asks_for(&self, application: &str) -> Option<Place> {
        let mut all = self.asked_for().0.into_iter();
        let found = all.find(|(it, _)| it.eq_ignore_ascii_case(application));
        found.map(|(_, place)| place)
    }

    /// Whether it runs something of which is not known here what encrypts it.
    pub fn runs_others(&self) -> Truth {
        let (asked_for, needs) = self.asked_for();
        let is_unknown = |it: &str| UNKNOWN.iter().any(|name| name.eq_ignore_ascii_case(it));
        let others = asked_for.iter().filter(|(it, _)| is_unknown(it));
        let others =
            others.map(|(it, _)| Truth::needs(format!("whether {it} encrypts between nodes")));
        Truth::any(others) | needs.map_or(Truth::No, Truth::Unknown)
    }

    /// The applications that it asks for; and what would have to be known to say that these are all.
    fn asked_for(&self) -> (Vec<(&'w str, Place)>, Option<Needs>) {
        let items = self.list(("Applications", "applications")).read();
        let name = |it: &Node<'w>| match it.as_text() {
            Some(name) => Some((name, it.place())),
            None => match it.text("Name").state() {
                State::Set(name) => Some((name, it.text("Name").place())),
                State::Unset | State::Unknown(_) => None,
            },
        };
        (items.nodes.iter().filter_map(name).collect(), items.needs)
    }

    /// The settings, of all nodes or of some, that turn off what in-transit encryption turns on;
    /// and what would have to be known to say that these are all.
    pub fn disabled(&self) -> (Vec<Disabled>, Option<Needs>) {
        let mut found = Vec::new();
        let mut doubt: Option<Needs> = None;
        let [(_, aes, _), (spark, sasl, on)] = SPARK_ENCRYPTS;
        for settings in self.all_settings() {
            let has_sasl = settings.is(spark, sasl, on).certainly();
            for (classification, key, values, what) in DISABLING {
                // Spark then encrypts the other way.
                if key == aes && has_sasl {
                    continue;
                }
                match settings.get(classification, key) {
                    State::Set(it) if values.iter().any(|value| is_text(&it, value)) => {
                        found.push(Disabled { what, place: it.place() });
                    }
                    State::Set(_) | State::Unset => (),
                    State::Unknown(needs) => doubt.get_or_insert_default().extend(needs),
                }
            }
        }
        (found, doubt)
    }

    /// The settings of all nodes, and those of single groups and fleets.
    fn all_settings(&self) -> Vec<Settings<'w>> {
        let mut all = vec![self.settings()];
        let [primary_group, primary_fleet] = PRIMARY;
        let requested = [REQUESTED_GROUPS, REQUESTED_FLEETS].map(|(path, _)| (path, ""));
        let [requested_groups, requested_fleets] = requested;
        for path in GROUPS.into_iter().chain([primary_group, requested_groups]) {
            let items = self.list(path).read();
            // Terraform has them for no group but one that is a resource of its own.
            let of_group = |it: &Node<'w>| Settings::read(&it.list(("Configurations", "")));
            all.extend(items.nodes.iter().map(of_group));
            all.extend(items.needs.map(Settings::unknown));
        }
        for path in FLEETS.into_iter().chain([primary_fleet, requested_fleets]) {
            let items = self.list(path).read();
            all.extend(items.nodes.iter().flat_map(of_fleet));
            all.extend(items.needs.map(Settings::unknown));
        }
        for (resource, AttachedNodes { it, cluster, is_fleet }) in self.attached() {
            if !(cluster.leads_to(self.resource) & resource.exists()).certainly() {
                continue;
            }
            match is_fleet {
                true => all.extend(of_fleet(&it)),
                false => {
                    let settings = it.list(("Configurations", "configurations_json"));
                    all.push(Settings::read(&settings));
                }
            }
        }
        all
    }
}

/// The settings of each instance type of a fleet.
fn of_fleet<'w>(fleet: &Node<'w>) -> Vec<Settings<'w>> {
    let types = fleet.list(("InstanceTypeConfigs", "instance_type_configs")).read();
    let settings = |it: &Node<'w>| Settings::read(&it.list(("Configurations", "configurations")));
    let mut all: Vec<_> = types.nodes.iter().map(settings).collect();
    all.extend(types.needs.map(Settings::unknown));
    all
}

/// What settings say of an application that needs all of these.
fn told(
    settings: &Settings<'_>,
    name: &'static str,
    place: Option<Place>,
    needed: &[Setting],
) -> Application {
    let mut it =
        Application { name, encrypts: Truth::Yes, place, lacks: Vec::new(), has: Vec::new() };
    for (classification, key, value) in needed {
        let is_set = settings.is(classification, key, value);
        match (is_set.certainly(), settings.get(classification, key)) {
            (true, State::Set(node)) => it.has.push(node.place()),
            _ => it.lacks.push(format!("`{key}` = `{value}` in {classification}")),
        }
        it.encrypts = it.encrypts & is_set;
    }
    it
}

fn spark(settings: &Settings<'_>, place: Option<Place>) -> Application {
    let by = |encrypts: Setting| {
        told(settings, "the traffic of Spark", place.clone(), &[SPARK, encrypts])
    };
    let [aes, sasl] = SPARK_ENCRYPTS.map(by);
    if sasl.encrypts.certainly() {
        return sasl;
    }
    Application { encrypts: aes.encrypts.clone() | sasl.encrypts, ..aes }
}
