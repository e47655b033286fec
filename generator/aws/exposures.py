"""What is open to everybody: rows as those of `generator.aws.combinations`."""

from __future__ import annotations

from generator.aws.combinations import Combination, by_type

_GROUPS = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
_DATABASE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
_URL = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"

_PORTS = (22, 23, 445, 1433, 1521, 2375, 3306, 3389, 5432, 5601, 5985, 6379, 9200, 11211, 27017)
"""Remote shells and desktops, file shares, databases, caches, container and search engines.

Source: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html (EC2.19)
"""
_EVERYBODY = "0.0.0.0/0 ::/0"
_OPEN = (
    *(
        (f"{group}/ingress", f"{addresses} has", "protocol")
        for group in ("aws_security_group", "aws_default_security_group")
        for addresses in ("cidr_blocks", "ipv6_cidr_blocks")
    ),
    ("aws_security_group_rule", "type = ingress & cidr_blocks has", "protocol"),
    ("aws_security_group_rule", "type = ingress & ipv6_cidr_blocks has", "protocol"),
    ("aws_vpc_security_group_ingress_rule", "cidr_ipv4 in", "ip_protocol"),
    ("aws_vpc_security_group_ingress_rule", "cidr_ipv6 in", "ip_protocol"),
)
_ADMINISTRATION = ("a port of administration or of a database is open to everybody", "name the addresses that may")
_PUBLIC = ("a database, broker or cluster is reachable from the Internet", "set publicly_accessible = false")

EXPOSURES = (
    *(
        Combination(
            about, f"{source} {_EVERYBODY} & from_port < {port + 1} & to_port >= {port} & {protocol} in tcp 6",
            *_ADMINISTRATION, _GROUPS)
        for about, source, protocol in _OPEN
        for port in _PORTS
    ),
    *(
        Combination(about, f"{source} {_EVERYBODY} & {protocol} in -1 all", *_ADMINISTRATION, _GROUPS)
        for about, source, protocol in _OPEN
    ),
    *(
        Combination(type_, "publicly_accessible = true", *_PUBLIC, _DATABASE)
        for type_ in ("aws_db_instance", "aws_rds_cluster_instance", "aws_redshift_cluster", "aws_mq_broker",
                      "aws_dms_replication_instance", "aws_redshiftserverless_workgroup")
    ),
    Combination("aws_lambda_function_url", "authorization_type = NONE", "anybody may call this function",
                'set authorization_type = "AWS_IAM", or check a signature in the function', _URL),
)  # fmt: skip
"""What everybody can reach."""

EXPOSURES_BY_TYPE = by_type(EXPOSURES)
