using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>An answer that is the same for all who ask: written and compressed once, and sent in what each of them understands.</summary>
sealed class CompressedAnswer
{
    const string Identity = "identity";

    readonly Form[] forms;

    public CompressedAnswer(byte[] body)
    {
        // The same in every replica, and another for each encoding: a cache on the way must not take one for another.
        var tag = Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 12));
        // What is preferred comes first. Half of brotli's size is to be had, for a third of a second of a core.
        forms =
        [
            new("br", Compress(body, to => new BrotliStream(to, CompressionLevel.Optimal)), new($"\"{tag}-br\"")),
            new("gzip", Compress(body, to => new GZipStream(to, CompressionLevel.Optimal)), new($"\"{tag}-gzip\"")),
            new(Identity, body, new($"\"{tag}\"")),
        ];
    }

    public FileContentHttpResult For(HttpContext http, string contentType)
    {
        var form = Choose(http.Request);
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (form.Encoding != Identity)
            http.Response.Headers.ContentEncoding = form.Encoding;
        return TypedResults.Bytes(form.Body, contentType, entityTag: form.ETag);
    }

    /// <summary>Who says nothing that can be read gets the answer as it is.</summary>
    Form Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return forms.FirstOrDefault(form => accepted.Any(encoding => encoding.Value.Equals(form.Encoding, StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0))
            ?? forms[^1];
    }

    static byte[] Compress(byte[] body, Func<Stream, Stream> compressor)
    {
        using var compressed = new MemoryStream();
        using (var stream = compressor(compressed))
            stream.Write(body);
        return compressed.ToArray();
    }

    sealed record Form(string Encoding, byte[] Body, EntityTagHeaderValue ETag);
}
