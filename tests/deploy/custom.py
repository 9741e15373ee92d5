"""The operators' own kinds, as far as we use them: an unknown or mistyped field is a fault, as in Kubernetes itself.

The operators' schemas are not at hand offline. These were written from their documentation and hold the fields we set.
"""

QUANTITY = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+(\.\d+)?(m|Mi|Gi|Ti)?$"}]}
LABELS = {"type": "object", "additionalProperties": {"type": "string"}}


def shape(required: tuple[str, ...] = (), **fields) -> dict:
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


AMOUNTS = shape(("cpu", "memory"), cpu=QUANTITY, memory=QUANTITY)
RESOURCES = shape(("requests", "limits"), requests=AMOUNTS, limits=AMOUNTS)
TEXT, WHOLE, FLAG = {"type": "string"}, {"type": "integer", "minimum": 1}, {"type": "boolean"}

CLUSTER = shape(
    ("instances", "bootstrap", "storage", "resources"),
    instances={"type": "integer", "minimum": 3},
    inheritedMetadata=shape(labels=LABELS, annotations=LABELS),
    bootstrap=shape(
        ("initdb",), initdb=shape(("database", "owner"), database=TEXT, owner=TEXT, dataChecksums=FLAG, encoding=TEXT)
    ),
    postgresql=shape(
        parameters=LABELS,
        synchronous=shape(
            ("method", "number"),
            method={"enum": ["any", "first"]},
            number=WHOLE,
            dataDurability={"enum": ["required", "preferred"]},
        ),
    ),
    storage=shape(("size",), size=QUANTITY, storageClass=TEXT),
    resources=RESOURCES,
    affinity=shape(
        enablePodAntiAffinity=FLAG, podAntiAffinityType={"enum": ["required", "preferred"]}, topologyKey=TEXT
    ),
)

RABBITMQ = shape(
    ("replicas", "persistence", "resources", "rabbitmq"),
    replicas={"enum": [3, 5, 7]},
    image=TEXT,
    persistence=shape(("storage",), storage=QUANTITY, storageClassName=TEXT),
    resources=RESOURCES,
    rabbitmq=shape(additionalConfig=TEXT, additionalPlugins={"type": "array", "items": TEXT}),
    affinity={"type": "object"},
    override=shape(statefulSet={"type": "object"}),
)

SCHEMAS = {
    ("postgresql.cnpg.io/v1", "Cluster"): CLUSTER,
    ("rabbitmq.com/v1beta1", "RabbitmqCluster"): RABBITMQ,
}
