@echo off
rem Builds what is missing and runs Tongbao. Needs JDK 17 or newer, and Maven for the first run.
setlocal
set "root=%~dp0"
set "jar=%root%target\tongbao.jar"
if not exist "%jar%" goto build
powershell -NoProfile -Command "$jar = Get-Item -LiteralPath $env:jar; if (Get-ChildItem -LiteralPath ($env:root + 'src\main'), ($env:root + 'pom.xml') -Recurse -File | Where-Object { $_.LastWriteTime -gt $jar.LastWriteTime } | Select-Object -First 1) { exit 10 }"
if not errorlevel 10 goto run
if errorlevel 11 goto run
:build
echo building tongbao ^(once; Maven fetches what it needs^) ... 1>&2
pushd "%root%"
call mvn -q -B -ntp package -Plauncher
if errorlevel 1 exit /b 1
popd
rem the build dates the jar by the release, so that the same source gives the same jar
copy /b "%jar%"+,, "%jar%" >nul
:run
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem laid out in a folder it starts in two thirds of the time that it takes to look into jars within the jar
set "app=%root%target\app"
if not exist "%app%\tongbao.jar" goto layout
powershell -NoProfile -Command "if ((Get-Item -LiteralPath $env:jar).LastWriteTime -gt (Get-Item -LiteralPath ($env:app + '\tongbao.jar')).LastWriteTime) { exit 10 }"
if not errorlevel 10 goto start
if errorlevel 11 goto start
:layout
if exist "%app%" rmdir /s /q "%app%"
"%java%" -Djarmode=tools -jar "%jar%" extract --destination "%app%" 1>&2
if errorlevel 1 exit /b 1
copy /b "%app%\tongbao.jar"+,, "%app%\tongbao.jar" >nul
rem its classes as they are in memory; without the archive all works as well
"%java%" -Xmx2g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-XX:ArchiveClassesAtExit=%app%\tongbao.jsa" "-Dtongbao.shipped=%root%." -Djava.awt.headless=true -jar "%app%\tongbao.jar" check --home "%app%\empty-home" >nul 2>&1 <nul
:start
rem the program writes UTF-8
chcp 65001 >nul
set "vm=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
if "%~1"=="sample" set "vm=-XX:+UseSerialGC"
if "%~1"=="serve" set "vm=-Xms64m -XX:+UseG1GC -XX:G1PeriodicGCInterval=60000 -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40"
set "archive="
if exist "%app%\tongbao.jsa" set "archive="-XX:SharedArchiveFile=%app%\tongbao.jsa" -Xlog:cds*=off"
rem a path that ends in \ would hide the quotation mark behind it
"%java%" -Xmx2g %vm% %archive% "-Dtongbao.shipped=%root%." -Djava.awt.headless=true -jar "%app%\tongbao.jar" %*
