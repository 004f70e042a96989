#!/bin/sh
# Makes the client that the site agent logs in to Keycloak with, and gives it what it needs and no more:
# view and change groups and their members, view users. It can't change users or reset passwords. Keycloak 26.2 and newer.
#
#   kcadm.sh config credentials --server https://keycloak.example.com --realm master --user admin
#   KCADM=/opt/keycloak/bin/kcadm.sh ./site-agent-client.sh your-realm
set -eu
realm=${1:?name of the realm}
kcadm=${KCADM:-kcadm.sh}
name=waldur-site-agent

first_id() { "$kcadm" get "$@" -r "$realm" --fields id --format csv --noquotes | head -n 1; }

"$kcadm" create clients -r "$realm" -s clientId="$name" -s publicClient=false -s serviceAccountsEnabled=true \
  -s standardFlowEnabled=false -s directAccessGrantsEnabled=false

# Switches fine-grained permissions on; that makes the client "admin-permissions", which holds them.
"$kcadm" update "realms/$realm" -s adminPermissionsEnabled=true
permissions=clients/$(first_id clients -q clientId=admin-permissions)/authz/resource-server

# A policy that names the service account. A policy that names the client would lose to query-* roles.
account=$(first_id users -q exact=true -q "username=service-account-$name")
"$kcadm" create "$permissions/policy/user" -r "$realm" -s name="$name" -s logic=POSITIVE -s "users=[\"$account\"]"

# All groups and all users: a permission on one group is not inherited by the groups below it. No "manage-members":
# it would let the agent reset the passwords of members.
"$kcadm" create "$permissions/permission/scope" -r "$realm" -s name="$name: groups" -s resourceType=Groups \
  -s 'scopes=["view","manage","view-members","manage-membership"]' -s "policies=[\"$name\"]"
"$kcadm" create "$permissions/permission/scope" -r "$realm" -s name="$name: users" -s resourceType=Users \
  -s 'scopes=["view","manage-group-membership"]' -s "policies=[\"$name\"]"

echo "keycloak_client_id: $name"
echo "keycloak_client_secret: $("$kcadm" get "clients/$(first_id clients -q "clientId=$name")/client-secret" -r "$realm" \
  --fields value --format csv --noquotes)"
