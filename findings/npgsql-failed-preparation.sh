#!/usr/bin/env bash
# Npgsql 10.0.3 with `Max Auto Prepare`: a statement that fails in the very run in which it is prepared (the fifth, by default) is taken for
# prepared. Whoever runs the same statement next on that connection, with a value that is fine, gets
#   System.Exception: Received unexpected backend message DataRow. Please file a bug.
# for an answer, and the connection is lost. It is not an NpgsqlException, so what handles those does not see it. That happens where the
# error comes while the value is bound and the statement planned: a constant division by zero, a character that cannot be stored. What
# fails only when it runs, as a unique violation does, leaves no harm, nor does an error a run earlier or later.
# Known as issue 6391 of npgsql/npgsql. Seen on 2026-12-01 with PostgreSQL 15.
# Needs: the .NET SDK 10 and Debian's postgresql. Fails if the behaviour has changed.
set -euo pipefail

folder=$(mktemp -d)
data=$(mktemp -d /var/tmp/finding.XXXXXX)
port=$((20000 + RANDOM % 10000))
bin=$(dirname -- "$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | tail -n 1)")
as_server=()
# PostgreSQL does not run as root.
if ((EUID == 0)); then
  chown postgres "$data"
  as_server=(setpriv --reuid postgres --regid postgres --init-groups)
fi
# Nothing runs yet where initdb has failed.
trap '"${as_server[@]}" "$bin/pg_ctl" -D "$data/db" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder" "$data"' EXIT
cd "$data"
"${as_server[@]}" "$bin/initdb" -D "$data/db" -U postgres -A trust >/dev/null
"${as_server[@]}" "$bin/pg_ctl" -D "$data/db" -w -l "$data/log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start >/dev/null

cd "$folder"
cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Npgsql" Version="10.0.3" />
  </ItemGroup>
</Project>
END
cat >Program.cs <<'END'
using Npgsql;

// The error comes while the statement is bound and planned, or not before it runs.
foreach (var (statement, fine, wrong) in new (string, Func<int, object>, object)[]
{
    ("SELECT 7 / $1", _ => 1, 0),
    ("INSERT INTO numbers VALUES ($1) RETURNING number", run => run, 0),
})
{
    foreach (var (prepare, failing) in new[] { (0, 5), (10, 4), (10, 5), (10, 6) })
    {
        await using var source = NpgsqlDataSource.Create($"{args[0]};Maximum Pool Size=1;Max Auto Prepare={prepare}");
        await AnswerAsync(source, "DROP TABLE IF EXISTS numbers");
        await AnswerAsync(source, "CREATE TABLE numbers (number int PRIMARY KEY)");
        await AnswerAsync(source, "INSERT INTO numbers VALUES (0)");
        Console.Write($"{statement[..6]}, Max Auto Prepare={prepare}, run {failing} fails:");
        for (var run = 1; run <= 8; run++)
            Console.Write($" {await AnswerAsync(source, statement, run == failing ? wrong : fine(run))}");
        Console.WriteLine();
    }
}

static async Task<string> AnswerAsync(NpgsqlDataSource source, string statement, params object[] values)
{
    await using var command = source.CreateCommand(statement);
    foreach (var value in values)
        command.Parameters.Add(new() { Value = value });
    try
    {
        return $"{await command.ExecuteScalarAsync()}";
    }
    catch (PostgresException error)
    {
        return error.SqlState;
    }
    catch (Exception error)
    {
        return $"[{error.GetType()}: {error.Message}]";
    }
}
END
dotnet build --nologo -v q -c Release -o out >build.log || { cat build.log; exit 1; }
seen=$(dotnet out/finding.dll "Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres")
printf '%s\n' "$seen"
diff <(printf '%s\n' "$seen") - <<'END'
SELECT, Max Auto Prepare=0, run 5 fails: 7 7 7 7 22012 7 7 7
SELECT, Max Auto Prepare=10, run 4 fails: 7 7 7 22012 7 7 7 7
SELECT, Max Auto Prepare=10, run 5 fails: 7 7 7 7 22012 [System.Exception: Received unexpected backend message DataRow. Please file a bug.] 7 7
SELECT, Max Auto Prepare=10, run 6 fails: 7 7 7 7 7 22012 7 7
INSERT, Max Auto Prepare=0, run 5 fails: 1 2 3 4 23505 6 7 8
INSERT, Max Auto Prepare=10, run 4 fails: 1 2 3 23505 5 6 7 8
INSERT, Max Auto Prepare=10, run 5 fails: 1 2 3 4 23505 6 7 8
INSERT, Max Auto Prepare=10, run 6 fails: 1 2 3 4 5 23505 7 8
END
