"""IAM actions for which a policy can name no resource, so that `"*"` is all that it can say.

By the tables of the Service Authorization Reference: an action whose "Resource types" column is empty. Of EC2's
there are two kinds more: "Describe…" calls, of which a few take a resource, and those with which Lambda
attaches a function to a VPC, for which AWS's own policy AWSLambdaVPCAccessExecutionRole says `"*"` too. Actions
whose only resource is one that a call may leave out, such as a lexicon, are here as well, and those that are so
much a matter of course (the SSM agent's) that AWS's own policies never name any.
"""

from __future__ import annotations

SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
"""Where the table is from."""

_WHOLE_SERVICES = frozenset(
    {
        "ce",
        "compute-optimizer",
        "comprehendmedical",
        "ec2messages",
        "health",
        "pricing",
        "route53domains",
        "ssmmessages",
        "support",
        "tag",
        "trustedadvisor",
    }
)
"""Services none of whose actions takes a resource, or hardly one."""

_UNSCOPED = {
    "acm": "listcertificates requestcertificate",
    "application-autoscaling": "describe*",
    "autoscaling": "describe*",
    "cloudformation": "describeaccountlimits estimatetemplatecost getgeneratedtemplate listexports liststacks "
    "listtypes validatetemplate",
    "cloudfront": "list*",
    "cloudtrail": "describetrails listtrails lookupevents",
    "cloudwatch": "describealarmsformetric describeanomalydetectors describeinsightrules getmetricdata "
    "getmetricstatistics getmetricwidgetimage listdashboards listmetrics putanomalydetector putmetricdata",
    "codebuild": "list*",
    "cognito-idp": "createuserpool listuserpools",
    "comprehend": "batchdetect* detect* contains*",
    "config": "putevaluations describedeliverychannels",
    "dynamodb": "describeendpoints describelimits listbackups listglobaltables liststreams listtables",
    "ec2": "describe* assignipv6addresses assignprivateipaddresses createnetworkinterface deletenetworkinterface "
    "detachnetworkinterface unassignprivateipaddresses getebsdefaultkmskeyid getebsencryptionbydefault",
    "ecr": "describeregistry getauthorizationtoken getregistrypolicy getregistryscanningconfiguration",
    "ecs": "deregistertaskdefinition describetaskdefinition discoverpollendpoint listaccountsettings listclusters "
    "listservices listtaskdefinitionfamilies listtaskdefinitions",
    "eks": "describeaddonversions listclusters",
    "elasticfilesystem": "describeaccountpreferences",
    "elasticloadbalancing": "describe*",
    "events": "listapidestinations listarchives listconnections listeventbuses listrulenamesbytarget listrules "
    "putpermission removepermission testeventpattern",
    "iam": "createaccountalias deleteaccountalias generatecredentialreport getaccount* getcredentialreport "
    "listaccountaliases listgroups listinstanceprofiles listpolicies listroles listusers "
    "listvirtualmfadevices listservercertificates listopenidconnectproviders listsamlproviders "
    "updateaccountpasswordpolicy",
    "iot": "describeendpoint listthings listpolicies listcertificates",
    "kms": "createkey generaterandom listaliases listkeys",
    "lambda": "createcodesigningconfig createeventsourcemapping getaccountsettings listcodesigningconfigs "
    "listeventsourcemappings listfunctions listlayers listlayerversions",
    "logs": "createlogdelivery deletelogdelivery deletequerydefinition deleteresourcepolicy "
    "describeaccountpolicies describedestinations describeexporttasks describeloggroups describequeries "
    "describequerydefinitions describeresourcepolicies getlogdelivery listlogdeliveries putquerydefinition "
    "putresourcepolicy stopquery testmetricfilter updatelogdelivery cancelexporttask",
    "organizations": "describeorganization list*",
    "polly": "describevoices synthesizespeech",
    "rekognition": "comparefaces createfacelivenesssession detect* getface* getlabel* recognizecelebrities",
    "route53": "createhealthcheck createhostedzone getaccountlimit gethealthcheckcount gethostedzonecount list*",
    "s3": "createjob getaccountpublicaccessblock listaccesspoints listallmybuckets listjobs "
    "liststoragelensconfigurations putaccountpublicaccessblock",
    "secretsmanager": "batchgetsecretvalue getrandompassword listsecrets",
    "servicequotas": "get* list*",
    "ses": "getaccount* getsend* listidentities",
    "sns": "checkifphonenumberisoptedout createplatformapplication getsmsattributes listphonenumbersoptedout "
    "getsubscriptionattributes listplatformapplications listsubscriptions listtopics setsmsattributes "
    "setsubscriptionattributes unsubscribe",
    "sqs": "listqueues",
    "ssm": "describe* listassociations listcommandinvocations listcommands listdocuments "
    "updateinstanceinformation listinstanceassociations getmanifest putinventory "
    "putcomplianceitems putconfigurepackageresult",
    "states": "listactivities liststatemachines sendtaskfailure sendtaskheartbeat sendtasksuccess",
    "sts": "decodeauthorizationmessage getaccesskeyinfo getcalleridentity getservicebearertoken getsessiontoken",
    "textract": "analyze* detect* get* start*",
    "transcribe": "list* start*",
    "translate": "describe* list* translatetext",
    "waf": "list*",
    "wafv2": "list*",
    "xray": "batchget* get* puttelemetryrecords puttracesegments putspans",
}
"""By service, in lower case; what ends in "*" stands for all actions that start so."""


def takes_resource(action: str) -> bool:
    """Return whether a policy can name the resources of an action, which may end in a wildcard."""
    service, _, name = action.lower().partition(":")
    if service in _WHOLE_SERVICES:
        return False
    for pattern in _UNSCOPED.get(service, "").split():
        if pattern.endswith("*"):
            if name.startswith(pattern[:-1]):
                return False
        elif name == pattern:
            return False
    return True
