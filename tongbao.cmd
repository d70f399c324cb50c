@echo off
rem Builds what is missing and runs Tongbao. Needs JDK 17 or newer, and Maven for the first run.
setlocal
set "root=%~dp0"
set "jar=%root%target\tongbao.jar"
if not exist "%jar%" (
  echo building tongbao ^(once; Maven fetches what it needs^) ... 1>&2
  pushd "%root%"
  call mvn -q -B -ntp package -DskipTests -Dspotless.check.skip=true
  if errorlevel 1 exit /b 1
  popd
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -Xmx2g -XX:+UseSerialGC -Djava.awt.headless=true -jar "%jar%" %*
