// RUN: neap-opt %s -split-input-file -verify-diagnostics --neap-verify-stage

// In place where the pair allows it, a view at its source, a place free again behind its last reader.
module @holds attributes {neap.stage = "planned", neap.arena_bytes = 320 : i64, neap.arena_alignment = 64 : i64, neap.plan = {},
                          neap.training = {losses = [], optimizer = {}, schedule = {}, batch = 4, accumulate = 1}} {
  neap.global @w parameter trained : tensor<4xf32> = #neap.zero at 0
  func.func @step(%x: tensor<4xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 64 : i64},
                  %w: tensor<4xf32> {neap.bind = #neap.bind<global, "w">, neap.place = 0 : i64})
      -> (tensor<4xf32> {neap.bind = #neap.bind<loss, "loss">}, tensor<4xf32> {neap.bind = #neap.bind<global, "w">}) {
    %y = neap.kernel "mul" (%a = %x, %b = %w) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> #neap.generated in_place [0, 0] places [64] {
      %0 = neap.mul %a, %b : tensor<4xf32>
      neap.yield %0 : tensor<4xf32>
    }
    %v = neap.reshape %y {shape = array<i64: 2, 2>} : tensor<4xf32> -> tensor<2x2xf32>
    %z = neap.kernel "exp" (%a = %v) : (tensor<2x2xf32>) -> tensor<2x2xf32> #neap.generated places [128] {
      %0 = neap.exp %a : tensor<2x2xf32>
      neap.yield %0 : tensor<2x2xf32>
    }
    %l = neap.reshape %z {shape = array<i64: 4>} : tensor<2x2xf32> -> tensor<4xf32>
    %n = neap.kernel "update" (%a = %w, %b = %l) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> #neap.generated in_place [0, 0] places [0] {
      %0 = neap.sub %a, %b : tensor<4xf32>
      neap.yield %0 : tensor<4xf32>
    }
    return %l, %n : tensor<4xf32>, tensor<4xf32>
  }
  func.func @evaluate(%x: tensor<4xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 64 : i64})
      -> (tensor<4xf32> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<4xf32>
  }
}

// -----

// expected-error @+1 {{stage planned: the module has no neap.plan}}
module @broken attributes {neap.stage = "planned", neap.arena_bytes = 320 : i64, neap.arena_alignment = 64 : i64,
                           neap.training = {losses = [], optimizer = {}, schedule = {}, batch = 4, accumulate = 1}} {
  neap.global @w parameter trained : tensor<4xf32> = #neap.zero at 0
  // expected-error @+1 {{globals 'c' and 'w' overlap}}
  neap.global @c constant : tensor<4xf32> = #neap.zero at 0
  // expected-error @+1 {{global 'd' has no place}}
  neap.global @d constant : tensor<4xf32> = #neap.zero
  // expected-error @+3 {{global 'c' at [0, 16) overlaps global 'w' at [0, 16), which is still in use in @step}}
  // expected-error @+2 {{argument 1 lies at 64, but its global 'w' at 0}}
  // expected-error @+1 {{result 1 of @step lies at 192, but its global 'w' at 0}}
  func.func @step(%x: tensor<4xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 64 : i64},
                  %w: tensor<4xf32> {neap.bind = #neap.bind<global, "w">, neap.place = 64 : i64})
      -> (tensor<4xf32> {neap.bind = #neap.bind<loss, "loss">}, tensor<4xf32> {neap.bind = #neap.bind<global, "w">}) {
    // No pair allows it, and %x is read again.
    // expected-error @+1 {{kernel "mul" result 0 at [64, 80) overlaps argument 0 at [64, 80), which is still in use in @step}}
    %y = neap.kernel "mul" (%a = %x, %b = %w) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> #neap.generated places [64] {
      %0 = neap.mul %a, %b : tensor<4xf32>
      neap.yield %0 : tensor<4xf32>
    }
    // expected-error @+1 {{kernel "exp" result 0 lies at 200, expected a multiple of 64}}
    %z = neap.kernel "exp" (%a = %x) : (tensor<4xf32>) -> tensor<4xf32> #neap.generated places [200] {
      %0 = neap.exp %a : tensor<4xf32>
      neap.yield %0 : tensor<4xf32>
    }
    // expected-error @+1 {{kernel "neg" result 0 lies at [320, 336), outside of the arena of 320 bytes}}
    %q = neap.kernel "neg" (%a = %z) : (tensor<4xf32>) -> tensor<4xf32> #neap.generated places [320] {
      %0 = neap.neg %a : tensor<4xf32>
      neap.yield %0 : tensor<4xf32>
    }
    // expected-error @+1 {{kernel "add" result 0 at [192, 208) overlaps kernel "exp" result 0 at [200, 216), which is still in use in @step}}
    %n = neap.kernel "add" (%a = %z, %b = %q) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32> #neap.generated in_place [0, 0] places [192] {
      %0 = neap.add %a, %b : tensor<4xf32>
      neap.yield %0 : tensor<4xf32>
    }
    return %z, %n : tensor<4xf32>, tensor<4xf32>
  }
  // expected-error @+1 {{global 'c' at [0, 16) overlaps global 'w' at [0, 16), which is still in use in @evaluate}}
  func.func @evaluate(%x: tensor<4xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 64 : i64})
      -> (tensor<4xf32> {neap.bind = #neap.bind<output, "y">}) {
    return %x : tensor<4xf32>
  }
}
