# Called by "sam build": template.yaml says "BuildMethod: makefile". One target for each function; SAM sets ARTIFACTS_DIR.
# The artefact is what Maven laid out in target/function: the function's classes, and lib/*.jar beside them.

# JAVA_HOME may be any JDK from 17 on; Maven finds the JDK 25 that compiles. MVN can name another Maven.
MVN ?= mvn

build-OrderFunction: MODULE = order
build-MembershipFunction: MODULE = membership
build-ReportFunction: MODULE = report

.PHONY: build-OrderFunction build-MembershipFunction build-ReportFunction
build-OrderFunction build-MembershipFunction build-ReportFunction:
	@test -n "$(ARTIFACTS_DIR)" || { echo "ARTIFACTS_DIR is not set: run 'sam build'" >&2; exit 64; }
	$(MVN) -B -ntp -q -pl functions/$(MODULE) -am -DskipTests package
	mkdir -p "$(ARTIFACTS_DIR)"
	cp -R functions/$(MODULE)/target/function/. "$(ARTIFACTS_DIR)/"
	@# A trust store with your own CA, see docs/deployment.md. It is found in /var/task.
	if [ -f truststore.p12 ]; then cp truststore.p12 "$(ARTIFACTS_DIR)/"; fi
