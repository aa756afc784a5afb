#!/usr/bin/env bash
# Changes the code of the booking's state machine in every small way and sees whether its unit tests notice. By hand, not in CI:
# scripts/mutation.sh; needs dotnet-stryker (`dotnet tool install --global dotnet-stryker`) or its path in STRYKER.
# On a project of just these tests, since it is built and run over and over.
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."

project=artifacts/mutation
mkdir -p $project
cat >$project/Mutation.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <!-- To see what Ticketing.Core shows to its tests. -->
    <AssemblyName>Ticketing.Tests</AssemblyName>
    <IsPackable>false</IsPackable>
    <RunAnalyzers>false</RunAnalyzers>
  </PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" />
    <PackageReference Include="Shouldly" />
    <PackageReference Include="xunit" />
    <PackageReference Include="xunit.runner.visualstudio" />
    <ProjectReference Include="../../Ticketing.Core/Ticketing.Core.csproj" />
    <Using Include="Shouldly;Ticketing.Tests.Support.Bookings;Xunit" />
    <Compile Include="../../Ticketing.Tests/Bookings/BookingStateTests.cs" />
    <Compile Include="../../Ticketing.Tests/Bookings/BookingRulesTests.cs" />
    <Compile Include="../../Ticketing.Tests/Support/Bookings/GivenState.cs" />
  </ItemGroup>
</Project>
PROJECT

cd $project
"${STRYKER:-dotnet-stryker}" --project Ticketing.Core.csproj --break-at 90 --threshold-low 90 --reporter json --reporter cleartext \
  --mutate '**/Bookings/Booking.cs' --mutate '**/Bookings/BookingStatus.cs' --mutate '**/Payments/Refund.cs'
