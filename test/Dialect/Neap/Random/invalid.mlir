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
