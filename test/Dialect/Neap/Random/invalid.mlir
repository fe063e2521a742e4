// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @ratio_above_one(%x: tensor<4xf32>, %key: tensor<i64>) {
  // expected-error @+1 {{expected a ratio from 0 to 1, found 1.5}}
  %y = neap.dropout %x, %key ratio 1.5 : tensor<4xf32>, tensor<i64>
  return
}

// -----

func.func @key_per_element(%x: tensor<4xf32>, %key: tensor<4xi64>) {
  // expected-error @+1 {{expected a key of type tensor<i64>, found 'tensor<4xi64>'}}
  %y = neap.dropout %x, %key ratio 0.5 : tensor<4xf32>, tensor<4xi64>
  return
}

// -----

func.func @seed_per_element(%seed: tensor<2xi64>, %step: tensor<i64>) {
  // expected-error @+2 {{expected a seed of type 'tensor<i64>', found 'tensor<2xi64>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %key = neap.random_key %seed, %step, %step id 0 : tensor<2xi64>, tensor<i64>, tensor<i64> -> tensor<i64>
  return
}

// -----

func.func @mask_of_a_negative_ratio(%key: tensor<i64>) {
  // expected-error @+1 {{expected a ratio from 0 to 1, found -5.000000e-01}}
  %y = neap.dropout_mask %key {ratio = -0.5 : f64} : tensor<i64> -> tensor<4xi1>
  return
}

// -----

func.func @uniform_under_many_keys(%key: tensor<2xi64>) {
  // expected-error @+1 {{expected a key of type tensor<i64>, found 'tensor<2xi64>'}}
  %y = neap.random_uniform %key : tensor<2xi64> -> tensor<4xf32>
  return
}

// -----

func.func @normal_under_many_keys(%key: tensor<2xi64>) {
  // expected-error @+1 {{expected a key of type tensor<i64>, found 'tensor<2xi64>'}}
  %y = neap.random_normal %key : tensor<2xi64> -> tensor<4xf32>
  return
}

// -----

func.func @bernoulli_of_another_shape(%x: tensor<4xf32>, %key: tensor<i64>) {
  // expected-error @+1 {{failed to verify that all of {x, y} have same shape}}
  %y = neap.bernoulli %x, %key : tensor<4xf32>, tensor<i64> -> tensor<3xi1>
  return
}

// -----

func.func @id_beyond_32_bits(%seed: tensor<i64>) {
  // expected-error @+1 {{expected an id of 32 bits, found 4294967296}}
  %key = neap.random_key %seed, %seed, %seed id 4294967296 : tensor<i64>, tensor<i64>, tensor<i64> -> tensor<i64>
  return
}
